package io.github.falvideo.fal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** The JDK's HttpURLConnection as transport. */
public final class JdkHttpTransport implements HttpTransport, Closeable {
    /** @param connectTimeout the limit of making the connection */
    public JdkHttpTransport(Duration connectTimeout) {}

    @Override
    public HttpReply send(HttpCall call) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
