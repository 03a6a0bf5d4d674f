package io.github.falvideo.api;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to one call.
 *
 * @param headers by their usual names
 * @param body text; empty when there is none
 */
public record ApiReply(int status, Map<String, String> headers, String body) {
    static ApiReply json(int status, Map<String, ?> content) {
        return of(status, "application/json", text(content));
    }

    static ApiReply of(int status, String contentType, String body) {
        return new ApiReply(status, Map.of(), body)
                .with("Content-Type", contentType)
                .with("X-Content-Type-Options", "nosniff")
                .with("Cache-Control", "no-store");
    }

    static ApiReply empty(int status) {
        return new ApiReply(status, Map.of(), "").with("Cache-Control", "no-store");
    }

    ApiReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiReply(status, more, body);
    }

    private static String text(Map<String, ?> content) {
        try {
            return JSON.std.asString(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // maps, lists, strings and numbers can always be written
        }
    }
}
