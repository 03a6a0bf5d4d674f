package io.github.falvideo.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Over real sockets. */
@Timeout(30)
class ConnectionHttpClientTest {
    private final ConnectionHttpClient client = new ConnectionHttpClient(Duration.ofSeconds(5), Duration.ofSeconds(5));
    private final List<Integer> clientPorts = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        answered.complete(null);
        server.stop(0);
    }

    @Test
    void shouldSendTheWholeBodyWithItsHeaders() throws IOException {
        byte[] body = new byte[1_000_003];
        new Random(1).nextBytes(body);
        List<Object> seen = new CopyOnWriteArrayList<>();
        serve(exchange -> {
            seen.add(exchange.getRequestMethod());
            seen.add(exchange.getRequestURI().toString());
            seen.add(exchange.getRequestHeaders().get("X-Amz-Date"));
            seen.add(exchange.getRequestHeaders().get("Accept"));
            seen.add(exchange.getRequestHeaders().get("Content-Length"));
            seen.add(Arrays.equals(exchange.getRequestBody().readAllBytes(), body));
            exchange.getResponseHeaders().add("ETag", "\"e\"");
            reply(exchange, 200, "");
        });

        HttpExecuteResponse response = put("/bucket/a%20key?partNumber=1", body).call();

        assertThat(seen)
                .containsExactly(
                        "PUT",
                        "/bucket/a%20key?partNumber=1",
                        List.of("20260115T100000Z"),
                        List.of("*/*"),
                        List.of("1000003"),
                        true);
        assertThat(response.httpResponse().statusCode()).isEqualTo(200);
        assertThat(response.httpResponse().firstMatchingHeader("etag")).hasValue("\"e\"");
    }

    @ParameterizedTest
    @CsvSource({"200", "404", "412", "503"})
    void shouldGiveStatusAndBodyOfEveryAnswer(int status) throws IOException {
        serve(exchange -> reply(exchange, status, "what happened"));

        HttpExecuteResponse response = request(SdkHttpMethod.GET, "/key", null).call();

        assertThat(response.httpResponse().statusCode()).isEqualTo(status);
        assertThat(response.httpResponse().headers()).doesNotContainKey(null);
        assertThat(text(response)).isEqualTo("what happened");
    }

    @Test
    void shouldGiveTheStatusOfARefusalThatLosesItsBody() throws IOException {
        serve(exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic");
            reply(exchange, 401, "who are you?");
        });

        assertThat(put("/key", new byte[10]).call().httpResponse().statusCode()).isEqualTo(401);
    }

    @Test
    void shouldNotFollowRedirects() throws IOException {
        serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            reply(exchange, 307, "");
        });

        assertThat(request(SdkHttpMethod.GET, "/key", null)
                        .call()
                        .httpResponse()
                        .statusCode())
                .isEqualTo(307);
    }

    @Test
    void shouldUseAConnectionAgain() throws IOException {
        serve(exchange -> {
            exchange.getRequestBody().readAllBytes();
            reply(exchange, 200, "ok");
        });

        for (int i = 0; i < 3; i++) {
            assertThat(text(put("/key", new byte[300_000]).call())).isEqualTo("ok");
        }
        assertThat(clientPorts).hasSize(3).containsOnly(clientPorts.get(0));
    }

    @Test
    void shouldGiveUpOnSilence() {
        serve(exchange -> answered.join());

        assertThatThrownBy(() -> request(
                                new ConnectionHttpClient(Duration.ofSeconds(5), Duration.ofMillis(100)),
                                SdkHttpMethod.GET,
                                "/key",
                                null)
                        .call())
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldEndACallThatIsAborted() {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        serve(exchange -> {
            arrived.complete(null);
            answered.join();
        });
        ExecutableHttpRequest request = request(SdkHttpMethod.GET, "/key", null);
        CompletableFuture<HttpExecuteResponse> call = CompletableFuture.supplyAsync(() -> {
            try {
                return request.call();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        arrived.join();
        request.abort();

        assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class).hasMessageContaining("SocketException");
    }

    @Test
    void shouldSayThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        SdkHttpFullRequest request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("http://127.0.0.1:" + port + "/"))
                .build();

        assertThatThrownBy(() -> client.prepareRequest(
                                HttpExecuteRequest.builder().request(request).build())
                        .call())
                .isInstanceOf(ConnectException.class);
    }

    private ExecutableHttpRequest put(String path, byte[] body) {
        return request(SdkHttpMethod.PUT, path, body);
    }

    private ExecutableHttpRequest request(SdkHttpMethod method, String path, byte[] body) {
        return request(client, method, path, body);
    }

    private ExecutableHttpRequest request(ConnectionHttpClient by, SdkHttpMethod method, String path, byte[] body) {
        SdkHttpFullRequest.Builder request = SdkHttpFullRequest.builder()
                .method(method)
                .uri(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .putHeader("X-Amz-Date", "20260115T100000Z");
        if (body != null) {
            request.putHeader("Content-Length", String.valueOf(body.length))
                    .contentStreamProvider(() -> new ByteArrayInputStream(body));
        }
        SdkHttpFullRequest built = request.build();
        return by.prepareRequest(HttpExecuteRequest.builder()
                .request(built)
                .contentStreamProvider(built.contentStreamProvider().orElse(null))
                .build());
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", exchange -> {
            clientPorts.add(exchange.getRemoteAddress().getPort());
            handler.handle(exchange);
        });
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String text(HttpExecuteResponse response) throws IOException {
        try (InputStream body = response.responseBody().orElseThrow()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
