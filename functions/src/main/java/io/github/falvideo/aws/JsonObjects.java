package io.github.falvideo.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Small JSON objects in one bucket, with conditional writes. Every failure of S3 is an {@link AwsUnavailableException}. */
final class JsonObjects {
    private static final JSON JSON_WITH_NULLS = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private final S3Client s3;
    private final String bucket;

    JsonObjects(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * @param fields the JSON object; empty when the content is none
     * @param etag what a conditional write compares
     */
    record Version(Map<String, Object> fields, String etag) {}

    /** What lies there; empty when nothing does. */
    Optional<Version> read(String key) {
        try {
            ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(
                    GetObjectRequest.builder().bucket(bucket).key(key).build());
            return Optional.of(new Version(
                    parse(object.asByteArrayUnsafe()), object.response().eTag()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not give " + key, e);
        }
    }

    /** Writes where nothing lies yet. The new ETag; empty when something lies there, which may be one's own retried write. */
    Optional<String> create(String key, Map<String, Object> fields) {
        return write(key, fields, PutObjectRequest.builder().ifNoneMatch("*"));
    }

    /** Writes over the version that has this ETag. The new ETag; empty when another version lies there. */
    Optional<String> replace(String key, Map<String, Object> fields, String etag) {
        return write(key, fields, PutObjectRequest.builder().ifMatch(etag));
    }

    /** Writes over whatever lies there. */
    void put(String key, Map<String, Object> fields) {
        write(key, fields, PutObjectRequest.builder());
    }

    /** Deletes the version that has this ETag; one that is gone already, or another one, is left as it is. */
    void delete(String key, String etag) {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(key).ifMatch(etag));
        } catch (S3Exception e) {
            if (e.statusCode() != 404 && e.statusCode() != 412) {
                throw new AwsUnavailableException("S3 did not delete " + key, e);
            }
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not delete " + key, e);
        }
    }

    private Optional<String> write(String key, Map<String, Object> fields, PutObjectRequest.Builder request) {
        try {
            request.bucket(bucket).key(key).contentType("application/json");
            return Optional.of(s3.putObject(request.build(), RequestBody.fromBytes(bytes(fields)))
                    .eTag());
        } catch (S3Exception e) {
            // 409 is a conditional write that met another one; NoSuchKey is If-Match on what has just been deleted.
            if (e.statusCode() == 412 || e.statusCode() == 409 || e instanceof NoSuchKeyException) {
                return Optional.empty();
            }
            throw new AwsUnavailableException("S3 did not take " + key, e);
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not take " + key, e);
        }
    }

    private static byte[] bytes(Map<String, Object> fields) {
        try {
            return JSON_WITH_NULLS.asBytes(fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // maps, lists, strings and numbers can always be written
        }
    }

    private static Map<String, Object> parse(byte[] content) {
        try {
            return JSON.std.mapFrom(content);
        } catch (IOException e) {
            return Map.of(); // as good as empty: whoever reads it finds none of the fields
        }
    }
}
