package io.github.falvideo.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One call.
 *
 * @param path as it was sent, still percent-encoded
 * @param query decoded; of a repeated name one value
 * @param headers by names in lower case
 * @param body empty when there is none
 */
record ApiRequest(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    static ApiRequest of(
            String method, String path, String query, Map<String, String> headers, String body, boolean base64) {
        Map<String, String> lowerCase = new HashMap<>();
        if (headers != null) {
            headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        }
        return new ApiRequest(method, path, query(query), lowerCase, bytes(body, base64));
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(400, "The query is not percent-encoded as it must be.");
        }
    }

    private static byte[] bytes(String body, boolean base64) {
        if (body == null) {
            return new byte[0];
        }
        try {
            return base64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(400, "The body is not base64, as it says.");
        }
    }

    /** Null when it was not sent. */
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }
}
