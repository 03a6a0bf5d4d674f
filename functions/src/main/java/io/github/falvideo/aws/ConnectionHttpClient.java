package io.github.falvideo.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * AWS's clients on the JDK's HttpURLConnection. The SDK's own adapter to it writes a body four kilobytes at a time, each of them a call of
 * the system: a sixth of the CPU time that storing a film takes. Bodies must say their length, as those of every request of ours do.
 */
public final class ConnectionHttpClient implements SdkHttpClient {
    private static final int PIECE = 128 << 10;

    private final Duration connectTimeout;
    private final Duration readTimeout;

    /** @param readTimeout how long the other side may be silent */
    public ConnectionHttpClient(Duration connectTimeout, Duration readTimeout) {
        this.connectTimeout = connectTimeout;
        this.readTimeout = readTimeout;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(request);
    }

    @Override
    public String clientName() {
        return "UrlConnection";
    }

    @Override
    public void close() {
        // connections that are kept open belong to the JVM
    }

    private HttpURLConnection open(SdkHttpRequest request, boolean hasBody) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) request.getUri().toURL().openConnection();
        connection.setRequestMethod(request.method().name());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) connectTimeout.toMillis());
        connection.setReadTimeout((int) readTimeout.toMillis());
        connection.setRequestProperty("Accept", "*/*"); // HttpURLConnection's own is no valid one
        request.forEachHeader((name, values) -> connection.setRequestProperty(name, String.join(",", values)));
        if (hasBody) {
            connection.setDoOutput(true);
            // Not streamed, a POST would be sent again when the connection fails, behind the SDK's back.
            connection.setFixedLengthStreamingMode(
                    Long.parseLong(request.firstMatchingHeader("Content-Length").orElse("0")));
        }
        return connection;
    }

    private final class Call implements ExecutableHttpRequest {
        private final SdkHttpRequest request;
        private final ContentStreamProvider body;
        private volatile HttpURLConnection connection;

        Call(HttpExecuteRequest request) {
            this.request = request.httpRequest();
            this.body = request.contentStreamProvider().orElse(null);
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            connection = open(request, body != null);
            if (body != null) {
                try (InputStream in = body.newStream();
                        OutputStream out = connection.getOutputStream()) {
                    copy(in, out);
                }
            }
            int status = status();
            InputStream reply = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            return HttpExecuteResponse.builder()
                    .response(SdkHttpFullResponse.builder()
                            .statusCode(status)
                            .statusText(connection.getResponseMessage())
                            .headers(headers())
                            .build())
                    .responseBody(reply == null ? null : AbortableInputStream.create(reply, this::abort))
                    .build();
        }

        @Override
        public void abort() {
            HttpURLConnection open = connection;
            if (open != null) {
                open.disconnect();
            }
        }

        private int status() throws IOException {
            try {
                return connection.getResponseCode();
            } catch (HttpRetryException e) {
                return e.responseCode(); // a 401, whose body is lost when the request's was streamed
            }
        }

        private Map<String, List<String>> headers() {
            Map<String, List<String>> headers = new HashMap<>(connection.getHeaderFields());
            headers.remove(null); // the status line
            return headers;
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            out.write(piece, 0, n);
        }
    }
}
