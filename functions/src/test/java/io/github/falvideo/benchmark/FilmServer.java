package io.github.falvideo.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Serves a film of any size that is nowhere: the beginning of an MP4, then one megabyte of noise again and again. */
final class FilmServer extends LoopbackServer {
    private static final int HEAD = 32;
    private static final int PIECE = 256 << 10;

    private final long size;
    private final long bytesPerSecond;
    private final ByteBuffer beginning;
    private final ByteBuffer noise = ByteBuffer.allocateDirect(1 << 20);

    /** @param bytesPerSecond as fast as it goes when 0 */
    FilmServer(long size, long bytesPerSecond) throws IOException {
        this.size = size;
        this.bytesPerSecond = bytesPerSecond;
        byte[] random = new byte[noise.capacity()];
        new Random(1).nextBytes(random);
        noise.put(random).flip();
        // ISO 14496-12: a file type box, then one of media data that says its size in 64 bits.
        beginning = ByteBuffer.allocate(HEAD)
                .putInt(16)
                .put("ftypisom".getBytes())
                .putInt(0)
                .putInt(1)
                .put("mdat".getBytes())
                .putLong(size - 16)
                .flip();
    }

    /** Of the whole film, in lower-case hex. */
    String sha256() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(beginning.duplicate());
        for (long at = HEAD; at < size; ) {
            ByteBuffer piece = piece(at);
            at += piece.remaining();
            sha256.update(piece);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    void answer(Head head, Connection connection) throws IOException {
        connection.head(200, "Content-Type: video/mp4\r\nContent-Length: " + size + "\r\n");
        connection.write(beginning.duplicate());
        long start = System.nanoTime();
        for (long at = HEAD; at < size; ) {
            ByteBuffer piece = piece(at);
            at += piece.remaining();
            connection.write(piece);
            if (bytesPerSecond > 0) {
                LockSupport.parkNanos(start + at * 1000 / (bytesPerSecond / 1_000_000) - System.nanoTime());
            }
        }
    }

    private ByteBuffer piece(long at) {
        int from = (int) (at % noise.capacity());
        return noise.slice(from, (int) Math.min(Math.min(PIECE, noise.capacity() - from), size - at));
    }
}
