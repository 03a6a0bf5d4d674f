package io.github.falvideo.fal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.UnsafeUrlException;
import io.github.falvideo.fal.http.NotConnectedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read and what is refused. */
class MediaReaderTest extends MediaFixture {
    @Test
    void shouldReadAFilmWithoutEverSendingAKey() throws IOException {
        net.thenReply(200, whole(), FILM);

        assertThat(read(1000L)).isEqualTo(FILM);
        assertThat(net.calls().get(0).headers()).doesNotContainKey("Authorization");
        assertThat(net.calls().get(0).timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(net.calls().get(0).readTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldTellTheLengthAndReadByteByByteToo() throws IOException {
        net.thenReply(200, whole(), FILM).thenReply(200, Map.of("Transfer-Encoding", "chunked"), FILM);

        try (MediaStream stream = reader().open(new GeneratedVideo(URL, null, null, null), null)) {
            assertThat(stream.length()).isEqualTo(1000);
            for (byte expected : FILM) {
                assertThat(stream.read()).isEqualTo(expected & 0xff);
            }
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(new byte[0])).isZero();
        }
        try (MediaStream stream = reader().open(new GeneratedVideo(URL, null, null, null), null)) {
            assertThat(stream.length()).isEqualTo(-1);
            assertThat(stream.resumes()).isZero();
        }
    }

    @Test
    void shouldReadAFilmWithoutContentLength() throws IOException {
        net.thenReply(200, Map.of("Transfer-Encoding", "chunked"), FILM)
                .thenReply(200, Map.of(), FILM)
                .thenReply(200, Map.of(), FILM);

        assertThat(read(null)).isEqualTo(FILM);
        assertThat(read(null)).isEqualTo(FILM);
        assertThat(read(1000L)).isEqualTo(FILM);
    }

    @Test
    void shouldNoticeACutWhereOnlyTheEndOfTheConnectionTellsTheEnd() throws IOException {
        net.thenReply(200, Map.of("ETag", "\"v1\""), part(0, 400))
                .thenReply(206, headers("Content-Range", range(400)), part(400, 1000))
                .thenReply(200, Map.of(), part(0, 400))
                .thenReply(200, Map.of(), FILM);

        assertThat(read(null)).isEqualTo(FILM);
        assertThat(read(null)).isEqualTo(FILM);
    }

    @Test
    void shouldRefuseALengthThatWasNotAnnounced() {
        net.thenReply(200, whole(), FILM).thenReply(200, Map.of("Transfer-Encoding", "chunked"), FILM);

        assertThatThrownBy(() -> read(1001L))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("has 1000 bytes, but fal announced 1001");
        assertThatThrownBy(() -> read(999L))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void shouldRefuseAFilmOverTheLimitAnnouncedOrNot() {
        byte[] big = Mp4.ofLength(2001, 1);
        net.thenReply(200, Map.of("Content-Length", "2001"), big)
                .thenReply(200, Map.of("Transfer-Encoding", "chunked"), big)
                .thenReply(200, Map.of("Content-Length", "999999999999999999"), big);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> read(null))
                    .isInstanceOf(MediaRefusedException.class)
                    .hasMessageContaining("larger than the limit of 2000 bytes");
        }
    }

    @Test
    void shouldSayWhatIsNoFilm() {
        net.thenReply(200, "<!DOCTYPE html><html>an error</html>")
                .thenReply(200, Map.of("Content-Length", "0"), new byte[0]);

        assertThatThrownBy(() -> read(5000L))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("it is an HTML page");
        assertThatThrownBy(() -> read(null))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("0 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void shouldTryLaterWhenTheHostIsNotToBeHad(int status) {
        net.thenReply(status, "");

        assertThatThrownBy(() -> read(null)).isInstanceOf(FalUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 206, 204, 304})
    void shouldRefuseWhatIsNotGivenOut(int status) {
        net.thenReply(status, "");

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("HTTP " + status);
    }

    @Test
    void shouldTryLaterWhenTheHostDoesNotAnswer() {
        net.thenFail(RESET).thenFail(new NotConnectedException("refused", null));

        assertThatThrownBy(() -> read(null)).isInstanceOf(FalUnavailableException.class);
        assertThatThrownBy(() -> read(null)).isInstanceOf(FalUnavailableException.class);
    }

    @Test
    void shouldFollowRedirectsWithinTheListedHostsAndCheckEachOfThem() throws IOException {
        net.thenReply(302, Map.of("Location", "/moved.mp4"), new byte[0])
                .thenReply(307, Map.of("Location", "https://fal.media/again.mp4"), new byte[0])
                .thenReply(200, whole(), FILM);

        assertThat(read(null)).isEqualTo(FILM);
        assertThat(net.calls())
                .extracting(call -> call.uri().toString())
                .containsExactly(URL, "https://v3b.fal.media/moved.mp4", "https://fal.media/again.mp4");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void shouldFollowEveryKindOfRedirect(int status) throws IOException {
        net.thenReply(status, Map.of("Location", "/moved.mp4"), new byte[0]).thenReply(200, whole(), FILM);

        assertThat(read(null)).isEqualTo(FILM);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 305})
    void shouldRefuseWhatOnlyLooksLikeARedirect(int status) {
        net.thenReply(status, Map.of("Location", "/moved.mp4"), new byte[0]);

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("HTTP " + status);
        assertThat(net.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test/x.mp4",
                "http://fal.media/x.mp4",
                "https://127.0.0.1/x.mp4",
                "//evil.test/x",
                "file:///etc/passwd",
                "http://[::1",
                "https://10.0.0.1/"
            })
    void shouldNotFollowARedirectElsewhere(String location) {
        net.thenReply(302, Map.of("Location", location), new byte[0]);

        assertThatThrownBy(() -> read(null)).isInstanceOf(UnsafeUrlException.class);
        assertThat(net.calls()).hasSize(1);
    }

    @Test
    void shouldNotFollowRedirectsForever() {
        for (int i = 0; i < 6; i++) {
            net.thenReply(302, Map.of("Location", "/next"), new byte[0]);
        }

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("redirects");
        assertThat(net.calls()).hasSize(6);
    }

    @Test
    void shouldRefuseAUrlThatIsNone() {
        for (String url : Arrays.asList(null, "", "not a url", "http://fal.media/x")) {
            assertThatThrownBy(() -> reader().open(new GeneratedVideo(url, null, null, null), null))
                    .isInstanceOf(UnsafeUrlException.class);
        }
        assertThat(net.calls()).isEmpty();
    }
}
