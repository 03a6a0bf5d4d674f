package io.github.falvideo.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** As much of S3 as an upload needs: it counts the bytes of parts, refuses those that differ from their checksum, and keeps nothing. */
final class CountingS3 extends LoopbackServer {
    private final AtomicLong bytes = new AtomicLong();
    private final List<Head> requests = new CopyOnWriteArrayList<>();

    CountingS3() throws IOException {}

    /** Those of all parts so far. */
    long bytes() {
        return bytes.get();
    }

    List<Head> requests() {
        return requests;
    }

    @Override
    void answer(Head head, Connection connection) throws IOException {
        CRC32 crc32 = new CRC32();
        long size = connection.body(head, crc32::update);
        requests.add(head);
        String announced = head.header("x-amz-checksum-crc32");
        String checksum = Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc32.getValue()).array());
        if (!announced.isEmpty() && !announced.equals(checksum)) {
            connection.reply(400, "", xml("Error", "<Code>BadDigest</Code>"));
        } else if (head.method().equals("PUT")) {
            bytes.addAndGet(size);
            connection.reply(200, "ETag: \"e\"\r\n", "");
        } else if (head.target().contains("uploadId=")) {
            connection.reply(200, "", xml("CompleteMultipartUploadResult", "<ETag>\"e\"</ETag>"));
        } else {
            connection.reply(200, "", xml("InitiateMultipartUploadResult", "<UploadId>upload-1</UploadId>"));
        }
    }

    private static String xml(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }
}
