package io.github.falvideo.fal.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * One HTTP call.
 *
 * @param method GET, POST or PUT
 * @param headers request headers, one value each
 * @param body the bytes to send, or null for none
 * @param timeout the limit of the whole exchange, from connecting to the last byte of the reply's body
 * @param readTimeout the longest silence of the server while its reply is awaited or read
 */
public record HttpCall(
        String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout, Duration readTimeout) {
    public HttpCall {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(readTimeout, "readTimeout");
        headers = Map.copyOf(headers);
    }

    /** A call whose server may be silent for as long as the whole call may take. */
    public HttpCall(String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
        this(method, uri, headers, body, timeout, timeout);
    }

    /** Method and host only: headers hold the key, URLs may hold signatures. */
    @Override
    public String toString() {
        return method + " " + uri.getHost();
    }
}
