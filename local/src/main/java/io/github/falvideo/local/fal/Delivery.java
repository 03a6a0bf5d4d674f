package io.github.falvideo.local.fal;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** Makes the real thing of an answer: bytes, a cut connection, silence. */
final class Delivery {
    private static final int CHUNKED = 0;
    private static final int NO_BODY = -1;

    private final HttpExchange exchange;
    private final CountDownLatch closed;

    /** @param closed opens when the server stops, and ends every silence */
    Delivery(HttpExchange exchange, CountDownLatch closed) {
        this.exchange = exchange;
        this.closed = closed;
    }

    void deliver(Answer answer) throws IOException {
        if (answer instanceof Answer.Reply reply) {
            send(reply);
        } else if (answer instanceof Answer.Silence) {
            waitForTheEnd();
        }
        // Lost or not connected: the exchange is closed without a reply, and with it the connection.
    }

    private void send(Answer.Reply reply) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        long length = reply.body().length();
        if (length == 0 || exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), reply.lengthTold() ? length : CHUNKED);
        OutputStream out = exchange.getResponseBody();
        try (InputStream in = reply.body().slice(0, reply.sent()).open(0)) {
            in.transferTo(out);
        }
        out.flush();
        if (reply.ending() == Answer.Ending.STALLED) {
            waitForTheEnd();
        } else if (reply.ending() == Answer.Ending.WHOLE) {
            out.close();
        }
        // Cut: closing the exchange with bytes still owed breaks the connection.
    }

    private void waitForTheEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
