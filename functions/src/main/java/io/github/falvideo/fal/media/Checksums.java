package io.github.falvideo.fal.media;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Two checksums of the bytes so far: 64 bits against a different file, at the cost of a memory copy. */
final class Checksums {
    private final CRC32 crc32 = new CRC32();
    private final CRC32C crc32c = new CRC32C();

    void update(byte[] buffer, int offset, int length) {
        crc32.update(buffer, offset, length);
        crc32c.update(buffer, offset, length);
    }

    boolean equalTo(Checksums other) {
        return crc32.getValue() == other.crc32.getValue() && crc32c.getValue() == other.crc32c.getValue();
    }
}
