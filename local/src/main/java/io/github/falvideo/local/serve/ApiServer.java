package io.github.falvideo.local.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.falvideo.local.LambdaFunction;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** API Gateway with one function behind every path, over plain HTTP on loopback. */
final class ApiServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());
    /** API Gateway's own limit. */
    private static final int LARGEST_BODY = 10 * 1024 * 1024;

    private static final int NO_BODY = -1;
    /** Calls are short. More at once would only make each of them longer. */
    private static final int THREADS = 16;

    private final HttpServer server;
    private final ExecutorService threads;
    private final LambdaFunction function;
    private final Supplier<String> ids;
    private final InstantSource clock;

    private ApiServer(HttpServer server, LambdaFunction function, Supplier<String> ids, InstantSource clock) {
        this.server = server;
        this.function = function;
        this.ids = ids;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "api");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts serving.
     *
     * @param port on loopback, 0 for any free one
     * @param function takes API Gateway's events, payload format 2.0
     * @param ids gives words that it never gave before
     * @throws IOException when the port is taken
     */
    static ApiServer start(int port, LambdaFunction function, Supplier<String> ids, InstantSource clock)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        ApiServer started = new ApiServer(HttpServer.create(address, 0), function, ids, clock);
        started.server.createContext("/", started::handle);
        started.server.setExecutor(started.threads);
        started.server.start();
        return started;
    }

    /** Where it listens. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (!isForThisMachine(exchange)) {
                refuse(exchange, 403, "Forbidden");
            } else if (body.length > LARGEST_BODY) {
                refuse(exchange, 413, "Request Entity Too Large");
            } else {
                answer(exchange, body);
            }
        }
    }

    /** A page in a browser can have a name of its own point to loopback; the name that it used gives it away. */
    private static boolean isForThisMachine(HttpExchange exchange) {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("localhost");
        return host.matches("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        String id = ids.get();
        Map<?, ?> answer;
        try {
            answer = (Map<?, ?>) function.invoke(
                    HttpApiEvent.of(
                            new HttpApiEvent.Request(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI(),
                                    exchange.getRequestHeaders(),
                                    body),
                            id,
                            clock.instant()),
                    id);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the function failed", e);
            refuse(exchange, 500, "Internal Server Error");
            return;
        }
        if (answer.get("headers") instanceof Map<?, ?> headers) {
            headers.forEach(
                    (name, value) -> exchange.getResponseHeaders().set(String.valueOf(name), String.valueOf(value)));
        }
        send(exchange, ((Number) answer.get("statusCode")).intValue(), bytes(answer));
    }

    private static byte[] bytes(Map<?, ?> answer) {
        String body = answer.get("body") instanceof String text ? text : "";
        return Boolean.TRUE.equals(answer.get("isBase64Encoded"))
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD") || status == 304;
        exchange.sendResponseHeaders(status, bare ? NO_BODY : body.length);
        if (!bare) {
            exchange.getResponseBody().write(body);
        }
    }
}
