package io.github.falvideo.fal.media;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Follows the top-level boxes of an MP4 while its bytes pass (ISO 14496-12: 32-bit size, type, 64-bit size when the first is 1, up to the
 * end of the file when it is 0). Tells a cut file from a whole one, whatever length was announced.
 */
final class Mp4Boxes {
    /** As many bytes as {@link #problem} wants to see. */
    static final int HEAD = 12;

    /** What files have at the top; behind anything else nothing can be told any more. */
    private static final Set<String> TYPES = Set.of(
            "ftyp", "styp", "pdin", "moov", "moof", "mfra", "mdat", "free", "skip", "wide", "meta", "udta", "uuid",
            "sidx", "ssix", "prft", "emsg");

    private final byte[] header = new byte[16];
    private int headerLength;
    private long left;
    private boolean endless;

    /** Why the beginning of a file is not that of an MP4, or null when it is. */
    static String problem(byte[] head) {
        if (head.length == 0) {
            return "it is empty (0 bytes)";
        }
        if (head.length >= 8 && new String(head, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp")) {
            return null;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("<!doctype")
                || text.startsWith("<html")
                || text.startsWith("<head")
                || text.startsWith("<body")) {
            return "it is an HTML page";
        }
        return "it does not begin like an MP4";
    }

    void pass(byte[] buffer, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && !endless) {
            if (left > 0) {
                long step = Math.min(left, end - at);
                left -= step;
                at += (int) step;
            } else {
                header[headerLength++] = buffer[at++];
                readHeader();
            }
        }
    }

    /** Whether a file that ends here lacks a part of its last box. */
    boolean isCut() {
        return left > 0;
    }

    /** Whether a file may end here. */
    boolean isBetweenBoxes() {
        return endless || (left == 0 && headerLength == 0);
    }

    private void readHeader() {
        if (headerLength < 8) {
            return;
        }
        long size = number(0, 4);
        if (size == 1 && headerLength < 16) {
            return;
        }
        long whole = size == 1 ? number(8, 16) : size;
        // 0 is up to the end; less than its own header is not a box.
        endless = whole < headerLength || !TYPES.contains(new String(header, 4, 4, StandardCharsets.ISO_8859_1));
        left = endless ? 0 : whole - headerLength;
        headerLength = 0;
    }

    private long number(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 8 | (header[i] & 0xff);
        }
        return number;
    }
}
