package io.github.falvideo.fal;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a media file, in order and each once, whatever happens to the connections below. When a read returns -1, everything that
 * was announced has arrived. Reads throw {@link FalException}s, not IOExceptions.
 */
public final class MediaStream extends InputStream {
    MediaStream() {}

    /** The whole length in bytes, or -1 when nobody announced it. */
    public long length() {
        return -1;
    }

    @Override
    public int read() throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
