package io.github.falvideo.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Links to objects of the bucket for people without rights of their own in it. Each is good for a quarter of an hour. */
public final class PresignedLinks {
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    private final S3Client s3;
    private final S3Presigner presigner;
    private final Supplier<Optional<Instant>> credentialsEnd;
    private final String bucket;

    /** @param credentialsEnd when the credentials that sign end, where that is known: no link outlives them */
    public PresignedLinks(
            S3Client s3, S3Presigner presigner, Supplier<Optional<Instant>> credentialsEnd, String bucket) {
        this.s3 = s3;
        this.presigner = presigner;
        this.credentialsEnd = credentialsEnd;
        this.bucket = bucket;
    }

    /**
     * @param expiresAt when it really ends, if that is earlier than its own lifetime
     * @param headers what must be sent with it, as it is; empty for a download
     */
    public record Link(String url, Instant expiresAt, Map<String, String> headers) {}

    /** Whether there is such an object. Throws {@link AwsUnavailableException}. */
    public boolean exists(String key) {
        try {
            s3.headObject(head -> head.bucket(bucket).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not say whether it has " + key, e);
        }
    }

    /** A link to download this object, whether it is there or not. */
    public Link download(String key) {
        Optional<Instant> end = credentialsEnd.get();
        var presigned = presigner.presignGetObject(presign -> presign.signatureDuration(LIFETIME)
                .getObjectRequest(get -> get.bucket(bucket).key(key)));
        return new Link(presigned.url().toString(), earlier(presigned.expiration(), end), Map.of());
    }

    /** A link to upload an object of exactly this type and size, in bytes. */
    public Link upload(String key, String contentType, long size) {
        Optional<Instant> end = credentialsEnd.get();
        PresignedPutObjectRequest presigned = presigner.presignPutObject(presign -> presign.signatureDuration(LIFETIME)
                .putObjectRequest(put ->
                        put.bucket(bucket).key(key).contentType(contentType).contentLength(size)));
        Map<String, String> headers = new TreeMap<>();
        presigned.signedHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("host"); // every client sends it by itself
        return new Link(presigned.url().toString(), earlier(presigned.expiration(), end), headers);
    }

    private static Instant earlier(Instant expiration, Optional<Instant> credentialsEnd) {
        return credentialsEnd.filter(end -> end.isBefore(expiration)).orElse(expiration);
    }
}
