package io.github.falvideo.aws;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Files that users put into the bucket. All methods throw {@link AwsUnavailableException} when S3 gives no answer. */
public final class UploadedFiles {
    private final S3Client s3;
    private final String bucket;

    public UploadedFiles(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * @param etag changes with the content
     * @param size in bytes
     */
    public record UploadedFile(String key, String etag, long size) {}

    /** What lies there now under keys that begin so, in the order of the keys; at most a thousand. */
    public List<UploadedFile> beginningWith(String prefix) {
        try {
            return s3.listObjectsV2(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(object -> new UploadedFile(object.key(), object.eTag(), object.size()))
                    .toList();
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not list " + prefix, e);
        }
    }

    /** The content of exactly this version; empty when it is there no more. */
    public Optional<byte[]> content(UploadedFile file) {
        try {
            return Optional.of(s3.getObjectAsBytes(
                            get -> get.bucket(bucket).key(file.key()).ifMatch(file.etag()))
                    .asByteArray());
        } catch (S3Exception e) {
            if (e.statusCode() == 404 || e.statusCode() == 412) {
                return Optional.empty();
            }
            throw new AwsUnavailableException("S3 did not give " + file.key(), e);
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not give " + file.key(), e);
        }
    }
}
