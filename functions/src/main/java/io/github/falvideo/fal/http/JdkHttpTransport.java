package io.github.falvideo.fal.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HttpURLConnection as transport; it needs no closing. What HttpURLConnection does on its own, and what is done about it:
 *
 * <ul>
 *   <li>It sends a POST a second time when the connection fails before the reply ({@code sun.net.http.retryPost}): a doubled video. Not in
 *       streaming mode, so every body is sent with {@code setFixedLengthStreamingMode}. A GET may still be sent twice, which changes
 *       nothing at fal; a PUT has a body here, if an empty one, and is not.
 *   <li>In streaming mode it throws HttpRetryException at a 401 or 407. That is an answer: the status is kept, its body is lost.
 *   <li>It has time limits for connecting and for each read, none for the whole: a watchdog ends the wait for the reply's head, and each
 *       read of the body looks at the clock. A body that falls silent at the very end of its time can exceed it by one {@code
 *       readTimeout}.
 *   <li>It follows redirects, with all headers: switched off.
 *   <li>It returns the bodies of errors through another door, and a connection is only kept when the body was read or closed.
 * </ul>
 */
public final class JdkHttpTransport implements HttpTransport {
    private final Duration connectTimeout;

    /** @param connectTimeout the limit of making the connection */
    public JdkHttpTransport(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    @Override
    public HttpReply send(HttpCall call) throws IOException {
        long end = System.nanoTime() + call.timeout().toNanos();
        HttpURLConnection connection = prepared(call);
        CompletableFuture<Void> timeIsUp =
                new CompletableFuture<Void>().completeOnTimeout(null, millis(call.timeout()), TimeUnit.MILLISECONDS);
        timeIsUp.thenRunAsync(connection::disconnect);
        try {
            connect(connection, timeIsUp);
            int status = exchange(connection, call.body());
            if (!timeIsUp.cancel(false)) {
                throw new SocketTimeoutException("no answer within " + call.timeout());
            }
            return new HttpReply(status, headers(connection), new TimedBody(body(connection, status), end));
        } catch (NotConnectedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // HttpURLConnection answers a disconnect by the watchdog with whatever exception its state gives, even a
            // RuntimeException.
            connection.disconnect();
            if (System.nanoTime() - end >= 0) {
                throw timedOut(call, e);
            }
            throw e instanceof IOException io ? io : new IOException("the HTTP exchange failed", e);
        } finally {
            timeIsUp.cancel(false);
        }
    }

    private HttpURLConnection prepared(HttpCall call) throws IOException {
        if (!(call.uri().toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new NotConnectedException("not an HTTP URL", null);
        }
        connection.setRequestMethod(call.method());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(
                millis(connectTimeout.compareTo(call.timeout()) < 0 ? connectTimeout : call.timeout()));
        connection.setReadTimeout(millis(call.readTimeout()));
        call.headers().forEach(connection::setRequestProperty);
        if (call.body() != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(call.body().length);
        }
        return connection;
    }

    /** Connects, TLS included; nothing of the request is sent before. */
    private static void connect(HttpURLConnection connection, CompletableFuture<Void> timeIsUp) throws IOException {
        try {
            connection.connect();
        } catch (IOException | RuntimeException e) {
            throw new NotConnectedException(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
        if (timeIsUp.isDone()) {
            throw new NotConnectedException("no connection in time", null);
        }
    }

    private static int exchange(HttpURLConnection connection, byte[] body) throws IOException {
        if (body != null) {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        try {
            return connection.getResponseCode();
        } catch (HttpRetryException e) {
            return e.responseCode();
        }
    }

    private static InputStream body(HttpURLConnection connection, int status) throws IOException {
        if (status < 400) {
            return connection.getInputStream();
        }
        InputStream body = connection.getErrorStream();
        return body == null ? InputStream.nullInputStream() : body;
    }

    private static Map<String, String> headers(HttpURLConnection connection) {
        Map<String, String> headers = new HashMap<>();
        connection.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                headers.put(name, values.get(0));
            }
        });
        return headers;
    }

    private static SocketTimeoutException timedOut(HttpCall call, Exception cause) {
        SocketTimeoutException timeout = new SocketTimeoutException("no answer within " + call.timeout());
        timeout.initCause(cause);
        return timeout;
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    /** A body whose reads fail once the call's time is up. */
    private static final class TimedBody extends FilterInputStream {
        private final long end;

        TimedBody(InputStream in, long end) {
            super(in);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            checkTime();
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            checkTime();
            return super.read(buffer, offset, length);
        }

        private void checkTime() throws SocketTimeoutException {
            if (System.nanoTime() - end >= 0) {
                throw new SocketTimeoutException("the reply took too long");
            }
        }
    }
}
