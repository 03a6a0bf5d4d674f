package io.github.falvideo.fal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.UnsafeUrlException;
import io.github.falvideo.fal.http.JdkHttpTransport;
import io.github.falvideo.fal.http.RawServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader over real sockets: what HttpURLConnection makes of cuts, resets and silence. */
@Timeout(60)
class MediaReaderSocketTest {
    private static final int LENGTH = 3_000_000;
    private static final byte[] FILM = Mp4.ofLength(LENGTH, 3);

    private RawServer server;

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private MediaStream open(Duration stall) {
        FalConfiguration configuration = new FalConfiguration(
                URI.create("https://queue.fal.run"),
                true,
                Duration.ofSeconds(10),
                List.of("127.0.0.1"),
                10_000_000,
                stall,
                Duration.ofMinutes(1),
                3);
        return new MediaReader(configuration, new JdkHttpTransport(Duration.ofSeconds(5)))
                .open(new GeneratedVideo(server.uri("/film.mp4").toString(), null, null, null), "req-1");
    }

    private byte[] read() throws IOException {
        try (MediaStream stream = open(Duration.ofMillis(1500))) {
            return stream.readAllBytes();
        }
    }

    private static int from(RawServer.Request request) {
        String range = request.header("range");
        return range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    }

    /** Serves the film, by ranges, and hands over after the given number of bytes on the first connections. */
    private void serveFilm(String framing, boolean ranges, int breaks, RawServer.Script atBreak) throws IOException {
        server = new RawServer((request, socket, out) -> {
            int from = ranges ? from(request) : 0;
            boolean breaking = server.requests().size() <= breaks;
            int to = breaking ? Math.min(LENGTH, from + 1_000_000) : LENGTH;
            String headers = (ranges ? "ETag: \"v1\"\r\n" : "")
                    + (from > 0 ? "Content-Range: bytes " + from + "-" + (LENGTH - 1) + "/" + LENGTH + "\r\n" : "");
            switch (framing) {
                case "length" -> headers += "Content-Length: " + (LENGTH - from) + "\r\n";
                case "chunked" -> headers += "Transfer-Encoding: chunked\r\n";
                default -> headers += "Connection: close\r\n";
            }
            RawServer.head(out, from > 0 ? 206 : 200, headers);
            if (framing.equals("chunked")) {
                out.write((Integer.toHexString(LENGTH - from) + "\r\n").getBytes());
            }
            out.write(FILM, from, to - from);
            out.flush();
            if (breaking) {
                atBreak.answer(request, socket, out);
            } else if (framing.equals("chunked")) {
                out.write("\r\n0\r\n\r\n".getBytes());
                out.flush();
            } else if (framing.equals("close")) {
                socket.close();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void shouldReadAFilmHoweverItIsFramed(String framing) throws IOException {
        serveFilm(framing, true, 0, null);

        assertThat(read()).isEqualTo(FILM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void shouldResumeAfterAnOrderlyButEarlyEnd(String framing) throws IOException {
        serveFilm(framing, true, 2, (request, socket, out) -> socket.close());

        assertThat(read()).isEqualTo(FILM);
        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().get(1).header("if-range")).isEqualTo("\"v1\"");
        assertThat(server.requests().get(2).header("range")).isEqualTo("bytes=2000000-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void shouldResumeAfterAReset(String framing) throws IOException {
        serveFilm(framing, true, 1, (request, socket, out) -> RawServer.reset(socket));

        assertThat(read()).isEqualTo(FILM);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void shouldResumeAfterAStall(String framing) throws IOException {
        serveFilm(framing, true, 1, (request, socket, out) -> RawServer.stall(socket));

        assertThat(read()).isEqualTo(FILM);
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void shouldStartOverWithoutRanges(String framing) throws IOException {
        serveFilm(framing, false, 2, (request, socket, out) -> socket.close());

        assertThat(read()).isEqualTo(FILM);
        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests())
                .allSatisfy(r -> assertThat(r.header("range")).isNull());
    }

    @Test
    void shouldGiveUpOnAServerThatCutsEveryTime() throws IOException {
        serveFilm("length", false, 100, (request, socket, out) -> socket.close());

        assertThatThrownBy(this::read)
                .isInstanceOf(MediaBrokenException.class)
                .hasMessageContaining("could not be resumed");
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void shouldReadNoFurtherThanTheAnnouncedLength() throws IOException {
        server = new RawServer((request, socket, out) -> {
            RawServer.head(out, 200, "Content-Length: " + LENGTH + "\r\n");
            out.write(FILM);
            out.write("more than was announced".getBytes());
            out.flush();
        });

        assertThat(read()).isEqualTo(FILM);
    }

    @Test
    void shouldRefuseAPageInsteadOfAFilm() throws IOException {
        server = new RawServer(
                (request, socket, out) -> RawServer.reply(out, 200, "Content-Type: text/html\r\n", "<html>no</html>"));

        assertThatThrownBy(this::read).isInstanceOf(MediaRefusedException.class).hasMessageContaining("HTML");
    }

    @Test
    void shouldNotFollowARedirectToAForeignHost() throws IOException {
        server = new RawServer(
                (request, socket, out) -> RawServer.reply(out, 302, "Location: http://localhost:1/film.mp4\r\n", ""));

        assertThatThrownBy(this::read).isInstanceOf(UnsafeUrlException.class);
    }

    @Test
    void shouldHangUpOnAFilmThatIsNotReadToItsEnd() throws IOException {
        serveFilm("length", true, 1, (request, socket, out) -> RawServer.stall(socket));

        try (MediaStream stream = open(Duration.ofSeconds(20))) {
            assertThat(stream.readNBytes(100)).hasSize(100);
        }
        assertThat(server.requests()).hasSize(1);
    }
}
