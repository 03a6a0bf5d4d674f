package io.github.falvideo.video;

import java.util.Locale;

/** Sizes for people. */
public final class FileSize {
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};

    private FileSize() {}

    /** {@code 1258291} bytes as {@code 1.2 MB}: units of 1024, one decimal, bytes below 1024 as {@code 17 bytes}. */
    public static String text(long bytes) {
        if (bytes < 1024) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        double size = bytes;
        int unit = -1;
        // 1023.95 and more would be printed as 1024.0 of the smaller unit.
        while (size >= 1023.95 && unit < UNITS.length - 1 || unit < 0) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
