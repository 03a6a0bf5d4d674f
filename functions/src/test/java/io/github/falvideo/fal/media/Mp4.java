package io.github.falvideo.fal.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Files that look like an MP4 from outside: whole boxes, random content. */
public final class Mp4 {
    private Mp4() {}

    /** A file of exactly this length, at least 40 bytes: an ftyp box and one mdat box. */
    public static byte[] ofLength(int length, long seed) {
        byte[] content = new byte[length - 24 - 8];
        new Random(seed).nextBytes(content);
        return ByteBuffer.allocate(length)
                .putInt(24)
                .put("ftypisom".getBytes(StandardCharsets.US_ASCII))
                .putInt(512)
                .put("isommp41".getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length + 8)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }
}
