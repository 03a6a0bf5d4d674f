package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.Claims;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AWS's real client as a function has it, against a socket that speaks a little S3. */
class AwsClientsTest {
    private static final String CLAIM = "/my-videos/videos/a/submission.json";

    private final Map<String, byte[]> objects = new HashMap<>();
    private final List<String> seen = new ArrayList<>();
    private final Deque<Integer> lostReplies = new ArrayDeque<>();
    private HttpServer server;
    private AwsClients clients;
    private Claims claims;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        clients = new AwsClients(
                System.getenv(),
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        claims = new Claims(clients.s3(), "my-videos", InstantSource.system(), () -> "me");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldClaimOnceAndFindTheClaim() {
        Claims.Claim first = claims.claim("a", "m");
        Claims.Claim again = new Claims(clients.s3(), "my-videos", InstantSource.system(), () -> "you").claim("a", "m");

        assertThat(first.own()).isTrue();
        assertThat(again.own()).isFalse();
        assertThat(again.submission()).isEqualTo(first.submission());
        assertThat(seen)
                .containsExactly(
                        "PUT " + CLAIM + " If-None-Match=*", "PUT " + CLAIM + " If-None-Match=*", "GET " + CLAIM);
    }

    @Test
    void shouldRecogniseTheWriteThatTheClientRetried() {
        lostReplies.add(500);

        assertThat(claims.claim("a", "m").own()).isTrue();
        assertThat(seen).hasSize(3).last().isEqualTo("GET " + CLAIM);
    }

    @Test
    void shouldReplaceAndRemoveOnlyTheVersionItKnows() {
        Claims.Claim claim = claims.claim("a", "m");

        assertThat(claims.recordCancel(claim, "CANCELLED")).isEqualTo("CANCELLED");
        claims.remove(claim);
        assertThat(claims.read("a")).isPresent();
        claims.remove(claims.read("a").orElseThrow());
        assertThat(claims.read("a")).isEmpty();
    }

    @Test
    void shouldGiveUpAfterItsAttempts() {
        lostReplies.addAll(List.of(503, 503, 503, 503, 503, 503));

        assertThatThrownBy(() -> claims.read("a"))
                .isInstanceOf(AwsUnavailableException.class)
                .hasMessageStartingWith("S3 did not give videos/a/submission.json (503");
        assertThat(seen).hasSize(3);
    }

    @Test
    void shouldPresignForTheConfiguredEndpoint() {
        String url = clients.presigner()
                .presignGetObject(presign -> presign.signatureDuration(Duration.ofHours(1))
                        .getObjectRequest(get -> get.bucket("my-videos").key("uploads/a.png")))
                .url()
                .toString();

        assertThat(url).startsWith("http://127.0.0.1:" + server.getAddress().getPort() + "/my-videos/uploads/a.png?");
        assertThat(clients.credentialsEnd()).isEmpty();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String noneMatch = exchange.getRequestHeaders().getFirst("If-None-Match");
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        byte[] body = content(exchange);
        seen.add(exchange.getRequestMethod() + " " + path + (noneMatch == null ? "" : " If-None-Match=" + noneMatch));
        byte[] there = objects.get(path);
        boolean refused = noneMatch != null && there != null || match != null && !match.equals(etag(there));
        int status =
                refused ? 412 : there == null && exchange.getRequestMethod().equals("GET") ? 404 : 200;
        byte[] reply = new byte[0];
        if (status == 200) {
            switch (exchange.getRequestMethod()) {
                case "PUT" -> objects.put(path, body);
                case "DELETE" -> objects.remove(path);
                default -> reply = there;
            }
        }
        Integer lost = lostReplies.poll();
        if (lost != null || status != 200) {
            status = lost != null ? lost : status;
            String code = status == 412 ? "PreconditionFailed" : status == 404 ? "NoSuchKey" : "InternalError";
            reply = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
        }
        exchange.getResponseHeaders().set("ETag", etag(objects.getOrDefault(path, body)));
        exchange.sendResponseHeaders(status, reply.length == 0 ? -1 : reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private static String etag(byte[] content) {
        return "\"" + Arrays.hashCode(content) + "\"";
    }

    /** The body without the chunks that AWS's client signs one by one. */
    private static byte[] content(HttpExchange exchange) throws IOException {
        byte[] raw = exchange.getRequestBody().readAllBytes();
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (encoding == null || !encoding.contains("aws-chunked")) {
            return raw;
        }
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = text.indexOf("\r\n", at);
            int size = Integer.parseInt(text.substring(at, end).split(";")[0], 16);
            if (size == 0) {
                return content.toByteArray();
            }
            content.write(raw, end + 2, size);
            at = end + 2 + size + 2;
        }
    }
}
