package io.github.falvideo.fal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JdkHttpTransportTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final JdkHttpTransport transport = new JdkHttpTransport(Duration.ofSeconds(5));
    private RawServer server;

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private void serve(RawServer.Script script) throws IOException {
        server = new RawServer(script);
    }

    private HttpCall call(String method, String body, Duration timeout) {
        return new HttpCall(
                method,
                server.uri("/path?q=1"),
                Map.of("X-Test", "yes"),
                body == null ? null : body.getBytes(StandardCharsets.UTF_8),
                timeout);
    }

    private String text(HttpCall call) throws IOException {
        try (HttpReply reply = transport.send(call)) {
            return reply.status() + " " + new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldSendHeadersAndBodyAndReadTheReply() throws IOException {
        serve((request, socket, out) -> RawServer.reply(out, 201, "X-Answer: 42\r\n", "hello"));

        try (HttpReply reply = transport.send(call("POST", "{\"a\":1}", LONG))) {
            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.header("x-answer")).isEqualTo("42");
            assertThat(reply.body().readAllBytes()).asString().isEqualTo("hello");
        }

        RawServer.Request request = server.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /path?q=1 HTTP/1.1");
        assertThat(request.header("x-test")).isEqualTo("yes");
        assertThat(request.body()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotSendAPostTwiceWhenTheConnectionFailsAfterTheRequest(boolean withReset) throws IOException {
        serve((request, socket, out) -> {
            if (withReset) {
                RawServer.reset(socket);
            } else {
                socket.close();
            }
        });

        assertThatThrownBy(() -> text(call("POST", "{}", LONG)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotConnectedException.class)
                .isNotInstanceOf(SocketTimeoutException.class);

        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotSendAPostTwiceWhenAReusedConnectionFails(boolean withReset) throws IOException {
        serve((request, socket, out) -> {
            if (request.line().startsWith("GET")) {
                RawServer.reply(out, 200, "", "warm");
            } else if (withReset) {
                RawServer.reset(socket);
            } else {
                socket.close();
            }
        });
        assertThat(text(call("GET", null, LONG))).isEqualTo("200 warm");

        assertThatThrownBy(() -> text(call("POST", "{}", LONG)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotConnectedException.class);

        assertThat(server.requests()).extracting(RawServer.Request::connection).containsExactly(1, 1);
    }

    @Test
    void shouldNotTakeAnIdleConnectionThatTheServerClosedForAPost() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        serve((request, socket, out) -> {
            RawServer.reply(out, 200, "", "ok");
            if (request.line().startsWith("GET")) {
                socket.close();
                closed.countDown();
            }
        });
        assertThat(text(call("GET", null, LONG))).isEqualTo("200 ok");
        closed.await();

        assertThat(text(call("POST", "{}", LONG))).isEqualTo("200 ok");

        assertThat(server.requests()).extracting(RawServer.Request::line).hasSize(2);
    }

    @Test
    void shouldReuseAConnectionWhoseBodyWasReadEvenThatOfAnError() throws IOException {
        serve((request, socket, out) -> RawServer.reply(out, 500, "", "sorry"));

        assertThat(text(call("GET", null, LONG))).isEqualTo("500 sorry");
        assertThat(text(call("POST", "{}", LONG))).isEqualTo("500 sorry");
        assertThat(text(call("PUT", "", LONG))).isEqualTo("500 sorry");

        assertThat(server.requests()).extracting(RawServer.Request::connection).containsOnly(1);
        assertThat(server.requests().get(2).header("content-length")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407})
    void shouldKeepTheStatusWhereStreamingModeLosesTheBody(int status) throws IOException {
        serve((request, socket, out) -> RawServer.reply(out, status, "WWW-Authenticate: Key\r\n", "{}"));

        try (HttpReply reply = transport.send(call("POST", "{}", LONG))) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.body().readAllBytes()).isEmpty();
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldKeepStatusAndBodyOfAnUnauthorizedGet() throws IOException {
        serve((request, socket, out) -> RawServer.reply(out, 401, "", "bad key"));

        assertThat(text(call("GET", null, LONG))).isEqualTo("401 bad key");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void shouldNotFollowRedirects(int status) throws IOException {
        serve((request, socket, out) -> RawServer.reply(out, status, "Location: /elsewhere\r\n", ""));

        for (HttpCall call : List.of(call("GET", null, LONG), call("POST", "{}", LONG))) {
            try (HttpReply reply = transport.send(call)) {
                assertThat(reply.status()).isEqualTo(status);
                assertThat(reply.header("location")).isEqualTo("/elsewhere");
            }
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void shouldTellAConnectionNeverMade() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        for (String url : List.of(
                "http://127.0.0.1:" + port + "/", "https://127.0.0.1:" + port + "/", "http://no-such-host.invalid/")) {
            HttpCall call = new HttpCall("POST", URI.create(url), Map.of(), new byte[] {'{', '}'}, LONG);
            assertThatThrownBy(() -> transport.send(call)).isInstanceOf(NotConnectedException.class);
        }
    }

    @Test
    void shouldCallAFailedTlsHandshakeNotConnected() throws IOException {
        serve((request, socket, out) -> RawServer.reply(out, 200, "", "plain"));
        URI https = URI.create("https://127.0.0.1:" + server.uri("/").getPort() + "/");
        // The server waits for the end of a request's head; the handshake never looks like one.
        HttpCall call = new HttpCall("POST", https, Map.of(), new byte[] {'{', '}'}, SHORT);

        assertThatThrownBy(() -> transport.send(call)).isInstanceOf(NotConnectedException.class);
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void shouldGiveUpOnAServerThatNeverAnswers(String method) throws IOException {
        serve((request, socket, out) -> RawServer.stall(socket));

        assertThatThrownBy(() -> text(call(method, method.equals("POST") ? "{}" : null, SHORT)))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void shouldGiveUpOnAHeadThatTricklesForever(String method) throws IOException {
        serve((request, socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.UTF_8));
            trickle(out);
        });

        assertThatThrownBy(() -> text(call(method, method.equals("POST") ? "{}" : null, SHORT)))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000000\r\n", "Transfer-Encoding: chunked\r\n", ""})
    void shouldGiveUpOnABodyThatTricklesForever(String framing) throws IOException {
        serve((request, socket, out) -> {
            RawServer.head(out, 200, framing);
            if (framing.startsWith("Transfer")) {
                out.write("fffff\r\n".getBytes(StandardCharsets.UTF_8));
            }
            trickle(out);
        });

        assertThatThrownBy(() -> text(call("GET", null, SHORT))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldGiveUpOnABodyThatStallsLongBeforeTheWholeTimeIsUp() throws IOException {
        serve((request, socket, out) -> {
            RawServer.head(out, 200, "Content-Length: 10\r\n");
            RawServer.stall(socket);
        });
        HttpCall call = new HttpCall("GET", server.uri("/"), Map.of(), null, Duration.ofMinutes(10), SHORT);

        assertThatThrownBy(() -> text(call)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldRefuseWhatIsNotHttp() throws IOException {
        serve((request, socket, out) -> {
            out.write("SSH-2.0-OpenSSH_9.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.close();
        });

        assertThatThrownBy(() -> text(call("POST", "{}", LONG))).isInstanceOf(IOException.class);
        assertThat(server.requests()).hasSize(1);
    }

    /** A byte every 20 ms, until the client hangs up. The pace is the server's, no test waits for it. */
    private static void trickle(OutputStream out) throws Exception {
        while (true) {
            out.write('x');
            out.flush();
            Thread.sleep(20);
        }
    }
}
