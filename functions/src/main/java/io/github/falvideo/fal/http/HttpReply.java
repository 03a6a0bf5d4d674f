package io.github.falvideo.fal.http;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The head of an HTTP reply and the stream of its body. Closing it closes the body. */
public final class HttpReply implements Closeable {
    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;

    /**
     * @param headers any spelling of the names; they are kept in lower case
     * @param body never null; reads of it fail with an IOException when the connection breaks or the call's time is up
     */
    public HttpReply(int status, Map<String, String> headers, InputStream body) {
        this.status = status;
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        this.headers = Map.copyOf(lower);
        this.body = body;
    }

    /** A reply whose body is at hand. */
    public static HttpReply of(int status, Map<String, String> headers, byte[] body) {
        return new HttpReply(status, headers, new ByteArrayInputStream(body));
    }

    public int status() {
        return status;
    }

    /** The headers, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The value of a header, or null; {@code name} in lower case. */
    public String header(String name) {
        return headers.get(name);
    }

    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // The reply was read as far as it was wanted; how its connection ends changes nothing about it.
        }
    }
}
