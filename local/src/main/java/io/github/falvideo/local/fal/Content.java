package io.github.falvideo.local.fal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bytes of a known number that can be read from any place, as often as wanted, and need not lie in memory. */
public interface Content {
    /** How many bytes there are. */
    long length();

    /** The bytes from an offset on, 0 to {@link #length()}. */
    InputStream open(long from);

    /** All of it in memory. For what is known to be small. */
    default byte[] bytes() {
        try (InputStream in = open(0)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open(long from) {
                int start = Math.toIntExact(from);
                return new ByteArrayInputStream(bytes, start, bytes.length - start);
            }
        };
    }

    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A piece of it: {@code length} bytes from {@code from} on. */
    default Content slice(long from, long length) {
        return new Window(this, from, length);
    }

    /** Exactly this many bytes: cut off at the end, or zeros behind it. */
    default Content resized(long length) {
        return new Window(this, 0, length);
    }
}
