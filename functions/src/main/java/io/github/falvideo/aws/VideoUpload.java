package io.github.falvideo.aws;

import io.github.falvideo.video.VideoKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Stores a film as {@code videos/{id}/video.mp4} while it is still being read: nothing on disk, and no more memory than a
 * few parts. The object appears only when the film has been read to its end; after any failure there is neither a new
 * object nor an unfinished multipart upload.
 */
public final class VideoUpload {
    static final String CONTENT_TYPE = "video/mp4";
    static final int PART_SIZE = 8 << 20;
    /** Most films are shorter than a part. */
    private static final int SMALL = 1 << 20;

    private final S3Client s3;
    private final String bucket;
    private final int partSize;

    public VideoUpload(S3Client s3, String bucket) {
        this(s3, bucket, PART_SIZE);
    }

    VideoUpload(S3Client s3, String bucket, int partSize) {
        this.s3 = s3;
        this.bucket = bucket;
        this.partSize = partSize;
    }

    /**
     * @param size in bytes
     * @param sha256 of the content, in lower-case hex
     */
    public record StoredVideo(String bucket, String key, long size, String contentType, String sha256) {
        /** As {@code s3://bucket/key}. */
        public String uri() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /**
     * Stores the film, over whatever lies there.
     *
     * @param film read to its end and not closed; whatever a read throws is thrown on, and then nothing is stored
     * @throws AwsUnavailableException when S3 does not take it
     */
    public StoredVideo store(String id, String requestId, String model, InputStream film) {
        PutObjectRequest object = PutObjectRequest.builder()
                .bucket(bucket)
                .key(VideoKeys.video(id))
                .contentType(CONTENT_TYPE)
                .contentDisposition("attachment; filename=\"" + VideoKeys.downloadName(id) + "\"")
                .metadata(metadata(requestId, model))
                .overrideConfiguration(MultipartUpload.LIMITS)
                .build();
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[Math.min(partSize, SMALL)];
        int length = fill(buffer, 0, film);
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, partSize);
            length += fill(buffer, length, film);
        }
        long size = length < partSize
                ? storeWhole(object, buffer, length, sha256)
                : storeInParts(object, buffer, film, sha256);
        return new StoredVideo(
                bucket, object.key(), size, CONTENT_TYPE, HexFormat.of().formatHex(sha256.digest()));
    }

    private long storeWhole(PutObjectRequest object, byte[] buffer, int length, MessageDigest sha256) {
        sha256.update(buffer, 0, length);
        try {
            s3.putObject(object, MultipartUpload.body(buffer, length));
            return length;
        } catch (SdkException e) {
            throw new AwsUnavailableException("S3 did not take " + object.key(), e);
        }
    }

    private long storeInParts(PutObjectRequest object, byte[] first, InputStream film, MessageDigest sha256) {
        try (MultipartUpload upload = MultipartUpload.start(s3, object, first.length, sha256)) {
            byte[] buffer = first;
            int length = first.length;
            long size = 0;
            while (length > 0) {
                size += length;
                upload.send(buffer, length);
                buffer = upload.freeBuffer();
                length = fill(buffer, 0, film);
            }
            upload.complete(size);
            return size;
        }
    }

    /** Fills the buffer from here on; gives the number of bytes. */
    private static int fill(byte[] buffer, int from, InputStream film) {
        try {
            return film.readNBytes(buffer, from, buffer.length - from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> metadata(String requestId, String model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (requestId != null) {
            metadata.put("request-id", headerText(requestId));
        }
        if (model != null) {
            metadata.put("model", headerText(model));
        }
        return metadata;
    }

    // Metadata travels as headers; the request id is a word from outside.
    private static String headerText(String text) {
        return text.replaceAll("[^\\x21-\\x7e]", "_");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
