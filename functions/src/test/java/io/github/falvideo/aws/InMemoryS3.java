package io.github.falvideo.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * S3 in memory, as far as this project uses it, for tests: atomic conditional writes, multipart uploads, faults before and
 * after each call's effect. What it throws reaches the caller at once, as after the SDK's own attempts. Thread-safe.
 */
public final class InMemoryS3 implements S3Client {
    /** What goes wrong. Throw what the caller shall see. */
    public interface Fault {
        /** @param operation S3's own name of it, such as {@code PutObject} */
        default void before(String operation, S3Request request) {}

        /** After its effect: the caller does not learn that it worked. */
        default void after(String operation, S3Request request) {}
    }

    /** An object as it lies there. */
    public record Stored(
            byte[] content,
            String etag,
            String contentType,
            String contentDisposition,
            Map<String, String> metadata,
            Instant lastModified) {}

    private final Supplier<Instant> clock;
    private final SortedMap<String, Stored> objects = new TreeMap<>();
    private final OpenUploads uploads = new OpenUploads();
    private final Map<String, Integer> calls = new TreeMap<>();
    private volatile Fault fault = new Fault() {};

    public InMemoryS3() {
        this(Instant::now);
    }

    public InMemoryS3(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** From now on calls fail as this says. */
    public void fault(Fault fault) {
        this.fault = fault;
    }

    /** From now on nothing fails. */
    public void heal() {
        fault(new Fault() {});
    }

    /** An error as S3 gives it. */
    public static S3Exception error(int status, String code) {
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .message(code)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("S3")
                        .errorCode(code)
                        .errorMessage(code)
                        .build())
                .build();
    }

    public synchronized Optional<Stored> object(String bucket, String key) {
        return Optional.ofNullable(objects.get(bucket + "/" + key));
    }

    /** Keys of a bucket in order. */
    public synchronized List<String> keys(String bucket) {
        return objects.keySet().stream()
                .filter(name -> name.startsWith(bucket + "/"))
                .map(name -> name.substring(bucket.length() + 1))
                .toList();
    }

    /** Keys of the multipart uploads that are neither completed nor aborted. */
    public List<String> openUploads() {
        return uploads.keys();
    }

    /** How often each operation was called. */
    public synchronized Map<String, Integer> calls() {
        return new TreeMap<>(calls);
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        return call("PutObject", request, () -> {
            byte[] content = bytes(body);
            String name = request.bucket() + "/" + request.key();
            synchronized (this) {
                Stored there = objects.get(name);
                if (request.ifNoneMatch() != null && there != null) {
                    throw error(412, "PreconditionFailed");
                }
                if (request.ifMatch() != null && there == null) {
                    throw NoSuchKeyException.builder().statusCode(404).build();
                }
                if (request.ifMatch() != null && !there.etag().equals(request.ifMatch())) {
                    throw error(412, "PreconditionFailed");
                }
                Stored stored = stored(
                        content,
                        etag(content),
                        request.contentType(),
                        request.contentDisposition(),
                        request.metadata());
                objects.put(name, stored);
                return PutObjectResponse.builder().eTag(stored.etag()).build();
            }
        });
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        return call("GetObject", request, () -> {
            Stored stored = existing(request.bucket(), request.key());
            GetObjectResponse response = GetObjectResponse.builder()
                    .eTag(stored.etag())
                    .contentLength((long) stored.content().length)
                    .contentType(stored.contentType())
                    .contentDisposition(stored.contentDisposition())
                    .metadata(stored.metadata())
                    .lastModified(stored.lastModified())
                    .build();
            try {
                return transformer.transform(
                        response, AbortableInputStream.create(new ByteArrayInputStream(stored.content())));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return call("HeadObject", request, () -> {
            Stored stored = existing(request.bucket(), request.key());
            return HeadObjectResponse.builder()
                    .eTag(stored.etag())
                    .contentLength((long) stored.content().length)
                    .contentType(stored.contentType())
                    .contentDisposition(stored.contentDisposition())
                    .metadata(stored.metadata())
                    .lastModified(stored.lastModified())
                    .build();
        });
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return call("DeleteObject", request, () -> {
            String name = request.bucket() + "/" + request.key();
            synchronized (this) {
                Stored there = objects.get(name);
                if (there != null && request.ifMatch() != null && !there.etag().equals(request.ifMatch())) {
                    throw error(412, "PreconditionFailed");
                }
                objects.remove(name);
                return DeleteObjectResponse.builder().build();
            }
        });
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
        return call("ListObjectsV2", request, () -> {
            String prefix = request.prefix() == null ? "" : request.prefix();
            String after = request.continuationToken() != null ? request.continuationToken() : request.startAfter();
            int max = request.maxKeys() == null ? 1000 : request.maxKeys();
            synchronized (this) {
                List<S3Object> all = keys(request.bucket()).stream()
                        .filter(key -> key.startsWith(prefix))
                        .filter(key -> after == null || key.compareTo(after) > 0)
                        .map(key -> object(request.bucket(), key)
                                .map(stored -> S3Object.builder()
                                        .key(key)
                                        .eTag(stored.etag())
                                        .size((long) stored.content().length)
                                        .lastModified(stored.lastModified())
                                        .build())
                                .orElseThrow())
                        .toList();
                List<S3Object> page = all.subList(0, Math.min(max, all.size()));
                boolean truncated = page.size() < all.size();
                return ListObjectsV2Response.builder()
                        .contents(page)
                        .keyCount(page.size())
                        .isTruncated(truncated)
                        .nextContinuationToken(
                                truncated ? page.get(page.size() - 1).key() : null)
                        .build();
            }
        });
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        return call(
                "CreateMultipartUpload",
                request,
                () -> CreateMultipartUploadResponse.builder()
                        .uploadId(uploads.start(request))
                        .build());
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        return call("UploadPart", request, () -> uploads.take(request, bytes(body)));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        return call("CompleteMultipartUpload", request, () -> {
            synchronized (this) {
                OpenUploads.Whole whole = uploads.complete(request);
                CreateMultipartUploadRequest create = whole.request();
                String etag = '"' + UUID.randomUUID().toString() + "-"
                        + request.multipartUpload().parts().size() + '"';
                objects.put(
                        create.bucket() + "/" + create.key(),
                        stored(
                                whole.content(),
                                etag,
                                create.contentType(),
                                create.contentDisposition(),
                                create.metadata()));
                return CompleteMultipartUploadResponse.builder().eTag(etag).build();
            }
        });
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        return call("AbortMultipartUpload", request, () -> {
            uploads.abort(request.uploadId());
            return AbortMultipartUploadResponse.builder().build();
        });
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest request) {
        return call(
                "ListMultipartUploads",
                request,
                () -> ListMultipartUploadsResponse.builder()
                        .uploads(uploads.of(request.bucket()))
                        .build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}

    private <T> T call(String operation, S3Request request, Supplier<T> effect) {
        synchronized (this) {
            calls.merge(operation, 1, Integer::sum);
        }
        fault.before(operation, request);
        T result = effect.get();
        fault.after(operation, request);
        return result;
    }

    private synchronized Stored existing(String bucket, String key) {
        return object(bucket, key)
                .orElseThrow(() -> NoSuchKeyException.builder()
                        .statusCode(404)
                        .message("NoSuchKey")
                        .build());
    }

    private Stored stored(
            byte[] content, String etag, String contentType, String contentDisposition, Map<String, String> metadata) {
        return new Stored(
                content,
                etag,
                contentType,
                contentDisposition,
                metadata == null ? Map.of() : Map.copyOf(metadata),
                clock.get());
    }

    private static byte[] bytes(RequestBody body) {
        try (InputStream content = body.contentStreamProvider().newStream()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String etag(byte[] content) {
        try {
            return '"'
                    + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content))
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
