package io.github.falvideo.local.fal;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One call as it reaches the stand-in.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT}, {@code DELETE}
 * @param path path and query, as they stand behind the host: {@code /veed/fabric-1.0/requests/…/status?logs=1}
 * @param headers by name; the case of a name does not matter
 * @param body empty if there is none
 */
public record Call(String method, String path, Map<String, String> headers, byte[] body) {
    public Call {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = lower;
        body = body == null ? new byte[0] : body;
    }

    /** The value of a header, or null. */
    String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** The path without its query. */
    String plainPath() {
        int question = path.indexOf('?');
        return question < 0 ? path : path.substring(0, question);
    }

    /** Whether the query has this parameter with this value. */
    boolean asks(String name, String value) {
        int question = path.indexOf('?');
        return question >= 0 && ("&" + path.substring(question + 1) + "&").contains("&" + name + "=" + value + "&");
    }
}
