package io.github.falvideo.fal.media;

import io.github.falvideo.fal.http.HttpReply;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code Content-Range: bytes 0-99/1000} or {@code bytes *}{@code /1000}.
 *
 * @param first the first byte's position, or -1 when there is none
 * @param total the whole length, or -1 when it is not told
 */
record ContentRange(long first, long total) {
    private static final Pattern FORMAT =
            Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    static ContentRange of(HttpReply reply) {
        String header = reply.header("content-range");
        Matcher matcher = FORMAT.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return new ContentRange(-1, -1);
        }
        return new ContentRange(number(matcher.group(1)), number(matcher.group(2)));
    }

    private static long number(String text) {
        return text == null || text.equals("*") ? -1 : Long.parseLong(text);
    }
}
