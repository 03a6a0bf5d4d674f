package io.github.falvideo.aws;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The multipart uploads of {@link InMemoryS3} that are neither completed nor aborted. As strict as S3 with parts and their checksums. */
final class OpenUploads {
    private final Map<String, Upload> uploads = new LinkedHashMap<>();

    private record Upload(CreateMultipartUploadRequest request, Map<Integer, byte[]> parts) {}

    /** What the parts of a completed upload are together. */
    record Whole(CreateMultipartUploadRequest request, byte[] content) {}

    synchronized String start(CreateMultipartUploadRequest request) {
        String id = UUID.randomUUID().toString();
        uploads.put(id, new Upload(request, new LinkedHashMap<>()));
        return id;
    }

    synchronized UploadPartResponse take(UploadPartRequest request, byte[] content) {
        Upload upload = upload(request.uploadId());
        if (request.partNumber() < 1 || request.partNumber() > 10_000) {
            throw InMemoryS3.error(400, "InvalidArgument");
        }
        if (upload.request().checksumAlgorithm() != ChecksumAlgorithm.CRC32) {
            throw InMemoryS3.error(400, "InvalidRequest");
        }
        if (!isCrc32(request.checksumCRC32(), content)) {
            throw InMemoryS3.error(400, "BadDigest");
        }
        upload.parts().put(request.partNumber(), content);
        return UploadPartResponse.builder()
                .eTag(InMemoryS3.etag(content))
                .checksumCRC32(request.checksumCRC32())
                .build();
    }

    synchronized Whole complete(CompleteMultipartUploadRequest request) {
        Upload upload = upload(request.uploadId());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (CompletedPart part : request.multipartUpload().parts()) {
            byte[] sent = upload.parts().get(part.partNumber());
            if (sent == null || !InMemoryS3.etag(sent).equals(part.eTag()) || !isCrc32(part.checksumCRC32(), sent)) {
                throw InMemoryS3.error(400, "InvalidPart");
            }
            content.writeBytes(sent);
        }
        uploads.remove(request.uploadId());
        return new Whole(upload.request(), content.toByteArray());
    }

    synchronized void abort(String uploadId) {
        upload(uploadId);
        uploads.remove(uploadId);
    }

    synchronized List<String> keys() {
        return uploads.values().stream().map(upload -> upload.request().key()).toList();
    }

    synchronized List<MultipartUpload> of(String bucket) {
        return uploads.entrySet().stream()
                .filter(open -> open.getValue().request().bucket().equals(bucket))
                .map(open -> MultipartUpload.builder()
                        .uploadId(open.getKey())
                        .key(open.getValue().request().key())
                        .build())
                .toList();
    }

    private Upload upload(String uploadId) {
        Upload upload = uploads.get(uploadId);
        if (upload == null) {
            throw NoSuchUploadException.builder()
                    .statusCode(404)
                    .message("NoSuchUpload")
                    .build();
        }
        return upload;
    }

    private static boolean isCrc32(String base64, byte[] content) {
        CRC32 crc32 = new CRC32();
        crc32.update(content);
        byte[] told = Base64.getDecoder().decode(base64);
        return told.length == 4 && ByteBuffer.wrap(told).getInt() == (int) crc32.getValue();
    }
}
