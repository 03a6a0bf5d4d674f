package io.github.falvideo.local.stepfunctions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.falvideo.local.asl.RequestException;
import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the Step Functions API on loopback. Point an SDK client's endpoint override, or {@code aws --endpoint-url}, to {@link
 * #endpoint()}; any region and credentials do, since signatures are not checked.
 */
public final class StepFunctionsServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StepFunctionsServer.class.getName());
    private static final String TARGET = "AWSStepFunctions.";
    private static final int LONGEST_BODY = 4 * 1024 * 1024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Operations operations;

    private StepFunctionsServer(HttpServer server, StateMachines machines) {
        this.server = server;
        this.operations = new Operations(machines);
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "stepfunctions-api");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts serving.
     *
     * @param port 0 for any free one
     * @throws IOException when the port cannot be had
     */
    public static StepFunctionsServer start(StateMachines machines, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        StepFunctionsServer started = new StepFunctionsServer(HttpServer.create(address, 0), machines);
        started.server.createContext("/", started::handle);
        started.server.setExecutor(started.threads);
        started.server.start();
        return started;
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Stops serving; executions go on. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            Map<String, Object> answer;
            try {
                answer = answer(exchange);
            } catch (RequestException e) {
                status = 400;
                answer = refusal(exchange, e.code(), e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a request failed", e);
                status = 500;
                answer = refusal(exchange, "InternalFailure", "The local Step Functions failed: " + e);
            }
            byte[] body = Json.text(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.getResponseHeaders()
                    .set("x-amzn-RequestId", UUID.randomUUID().toString());
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Map<String, Object> answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
        if (target == null || !target.startsWith(TARGET)) {
            throw new RequestException("UnknownOperationException", "The header X-Amz-Target names no operation");
        }
        String text = new String(body, StandardCharsets.UTF_8);
        Object request;
        try {
            request = text.isBlank() ? Map.of() : Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException("SerializationException", "The body is not JSON: " + e.getMessage());
        }
        if (!(request instanceof Map<?, ?> fields)) {
            throw new RequestException("SerializationException", "The body is no JSON object");
        }
        return operations.run(target.substring(TARGET.length()), new Request(fields));
    }

    private static Map<String, Object> refusal(HttpExchange exchange, String code, String message) {
        exchange.getResponseHeaders().set("X-Amzn-Errortype", code);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", code);
        body.put("message", message);
        return body;
    }
}
