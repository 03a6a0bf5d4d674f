package io.github.falvideo.aws;

import java.io.ByteArrayInputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One multipart upload whose parts are hashed and sent while the next ones are read. Closing it before it is completed
 * aborts it. For one thread, which reads; the others are its own.
 */
final class MultipartUpload implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MultipartUpload.class.getName());
    private static final int SENDERS = 3;
    private static final int BUFFERS = SENDERS + 1;
    /** For calls that carry megabytes, or that S3 takes long over. */
    static final AwsRequestOverrideConfiguration LIMITS = AwsRequestOverrideConfiguration.builder()
            .apiCallAttemptTimeout(Duration.ofSeconds(60))
            .apiCallTimeout(Duration.ofSeconds(150))
            .build();

    private final S3Client s3;
    private final PutObjectRequest object;
    private final String uploadId;
    private final int partSize;
    private final BlockingQueue<byte[]> freeBuffers = new LinkedBlockingQueue<>();
    private final List<Future<CompletedPart>> parts = new ArrayList<>();
    private final MessageDigest digest;
    private final ExecutorService senders = threads(SENDERS, "video-upload");
    // One thread, so that the parts come in order. SHA-256 is slower than a fast network.
    private final ExecutorService hasher = threads(1, "video-digest");
    private Future<?> lastHashed = CompletableFuture.completedFuture(null);
    private int buffers = 1; // the caller comes with the first one
    private boolean completed;

    private MultipartUpload(S3Client s3, PutObjectRequest object, String uploadId, int partSize, MessageDigest digest) {
        this.s3 = s3;
        this.object = object;
        this.uploadId = uploadId;
        this.partSize = partSize;
        this.digest = digest;
    }

    /**
     * Begins an upload of the object that this request describes.
     *
     * @param digest is of all parts once the upload is completed, and nobody else's until then
     */
    static MultipartUpload start(S3Client s3, PutObjectRequest object, int partSize, MessageDigest digest) {
        try {
            String uploadId = s3.createMultipartUpload(create -> create.bucket(object.bucket())
                            .key(object.key())
                            .contentType(object.contentType())
                            .contentDisposition(object.contentDisposition())
                            .metadata(object.metadata())
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32)) // as the parts have: S3 refuses them otherwise
                    .uploadId();
            return new MultipartUpload(s3, object, uploadId, partSize, digest);
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not begin " + object.key(), e);
        }
    }

    /** A body that can be sent again and copies nothing. */
    static RequestBody body(byte[] buffer, int length) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, length), length, VideoUpload.CONTENT_TYPE);
    }

    /** For S3 to compare. Made beforehand, it is one header; the SDK would wrap every body in signed chunks for it. */
    static String crc32(byte[] buffer, int length) {
        CRC32 crc32 = new CRC32();
        crc32.update(buffer, 0, length);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc32.getValue()).array());
    }

    /** Hashes and sends the next part in the background; the buffer belongs to the upload from now on. */
    void send(byte[] buffer, int length) {
        int number = parts.size() + 1;
        CompletableFuture<?> hashed = CompletableFuture.runAsync(() -> digest.update(buffer, 0, length), hasher);
        CompletableFuture<CompletedPart> sent =
                CompletableFuture.supplyAsync(() -> sendPart(number, buffer, length), senders);
        lastHashed = hashed;
        parts.add(sent);
        CompletableFuture.allOf(hashed, sent).whenComplete((done, failure) -> freeBuffers.add(buffer));
    }

    /** A buffer to read the next part into; waits while all of them are in use. Throws what has failed so far. */
    byte[] freeBuffer() {
        byte[] free = freeBuffers.poll();
        if (free == null && buffers < BUFFERS) {
            buffers++;
            return new byte[partSize];
        }
        try {
            free = free == null ? freeBuffers.take() : free;
        } catch (InterruptedException e) {
            throw interrupted();
        }
        for (Future<CompletedPart> part : parts) {
            if (part.isDone()) {
                result(part);
            }
        }
        return free;
    }

    /** Waits for every part and makes them one object of this size. */
    void complete(long size) {
        List<CompletedPart> sent = parts.stream().map(this::result).toList();
        result(lastHashed);
        try {
            s3.completeMultipartUpload(complete -> complete.bucket(object.bucket())
                    .key(object.key())
                    .uploadId(uploadId)
                    .multipartUpload(upload -> upload.parts(sent))
                    .overrideConfiguration(LIMITS));
            completed = true;
        } catch (SdkException e) {
            // A retried "complete" whose first reply was lost is told that there is no such upload.
            if (!isStored(size)) {
                throw new AwsUnavailableException("S3 did not complete " + object.key(), e);
            }
        }
    }

    @Override
    public void close() {
        senders.shutdownNow();
        hasher.shutdownNow();
        if (completed) {
            return;
        }
        // The abort must also be sent by a thread that was told to stop.
        boolean interrupted = Thread.interrupted();
        try {
            // A part that arrives after the abort would bring the upload back.
            senders.awaitTermination(10, TimeUnit.SECONDS);
            s3.abortMultipartUpload(
                    abort -> abort.bucket(object.bucket()).key(object.key()).uploadId(uploadId));
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (NoSuchUploadException e) {
            // gone, which is what was wanted
        } catch (SdkException e) {
            LOG.log(
                    Level.WARNING,
                    "upload not aborted key=" + object.key() + " upload=" + uploadId
                            + "; the bucket's lifecycle rule will do it");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CompletedPart sendPart(int number, byte[] buffer, int length) {
        String crc32 = crc32(buffer, length);
        UploadPartResponse sent = s3.uploadPart(
                part -> part.bucket(object.bucket())
                        .key(object.key())
                        .uploadId(uploadId)
                        .partNumber(number)
                        .checksumCRC32(crc32)
                        .overrideConfiguration(LIMITS),
                body(buffer, length));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(crc32)
                .build();
    }

    private <T> T result(Future<T> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException cause) {
                throw new AwsUnavailableException("S3 did not take a part of " + object.key(), cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static ExecutorService threads(int count, String name) {
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private boolean isStored(long size) {
        try {
            HeadObjectResponse stored =
                    s3.headObject(head -> head.bucket(object.bucket()).key(object.key()));
            return stored.contentLength() == size && object.metadata().equals(stored.metadata());
        } catch (SdkException e) {
            return false; // whoever asked throws what went wrong first
        }
    }

    private AwsUnavailableException interrupted() {
        Thread.currentThread().interrupt();
        return new AwsUnavailableException("Storing " + object.key() + " was interrupted");
    }
}
