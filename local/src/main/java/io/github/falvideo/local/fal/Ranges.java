package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.model.Content;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file over HTTP: whole, or the part from an offset on, for as long as it is still the same file. */
final class Ranges {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private Ranges() {}

    static Answer.Reply serve(Call call, Content content, String contentType, String etag, boolean knowsRanges) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("ETag", etag);
        if (!knowsRanges) {
            return Answer.Reply.whole(200, headers, content);
        }
        headers.put("Accept-Ranges", "bytes");
        String range = call.header("range");
        String ifRange = call.header("if-range");
        Matcher wanted = RANGE.matcher(range == null ? "" : range);
        if (!wanted.matches() || (ifRange != null && !ifRange.equals(etag))) {
            return Answer.Reply.whole(200, headers, content);
        }
        long first = Long.parseLong(wanted.group(1));
        long last = wanted.group(2).isEmpty() ? content.length() - 1 : Long.parseLong(wanted.group(2));
        last = Math.min(last, content.length() - 1);
        if (first > last) {
            headers.put("Content-Range", "bytes */" + content.length());
            return Answer.Reply.whole(416, headers, Content.of(""));
        }
        headers.put("Content-Range", "bytes " + first + "-" + last + "/" + content.length());
        return Answer.Reply.whole(206, headers, content.slice(first, last - first + 1));
    }
}
