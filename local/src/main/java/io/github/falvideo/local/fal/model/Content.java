package io.github.falvideo.local.fal.model;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

    /** The SHA-256 of what is known to be small, in lower-case hex. */
    default String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
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

    /** A file that does not change any more. */
    static Content of(Path file) {
        return new Content() {
            @Override
            public long length() {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public InputStream open(long from) {
                try {
                    InputStream in = new BufferedInputStream(Files.newInputStream(file));
                    in.skipNBytes(from);
                    return in;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
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
