package io.github.falvideo.fal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.FalException;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Connections that break: the film comes out whole, or not at all. */
class MediaResumeTest extends MediaFixture {
    @Test
    void shouldResumeWithRangeAndIfRangeWhereTheConnectionBroke() throws IOException {
        net.thenBreak(200, whole("ETag", "\"v1\""), part(0, 400), RESET)
                .thenBreak(
                        206,
                        headers("Content-Range", range(400)),
                        part(400, 401),
                        new SocketTimeoutException("stalled"))
                .thenReply(206, headers("Content-Range", range(401)), part(401, 1000));

        assertThat(read(1000L)).isEqualTo(FILM);
        assertThat(net.calls().get(0).headers()).doesNotContainKeys("Range", "If-Range");
        assertThat(net.calls().get(1).headers())
                .containsEntry("Range", "bytes=400-")
                .containsEntry("If-Range", "\"v1\"");
        assertThat(net.calls().get(2).headers()).containsEntry("Range", "bytes=401-");
    }

    @Test
    void shouldTakeABodyThatEndsEarlyWithoutAWordForBroken() throws IOException {
        net.thenBreak(200, whole("ETag", "\"v1\""), part(0, 400), null)
                .thenReply(206, headers("Content-Range", range(400)), part(400, 1000));

        assertThat(read(null)).isEqualTo(FILM);
    }

    @Test
    void shouldResumeWithinTheVeryFirstBytes() throws IOException {
        net.thenBreak(200, whole("ETag", "\"v1\""), part(0, 5), RESET)
                .thenReply(206, headers("Content-Range", range(5)), part(5, 1000));

        assertThat(read(null)).isEqualTo(FILM);
    }

    @Test
    void shouldUseADateAsValidatorOnlyWhenItIsAStrongOne() throws IOException {
        String modified = "Thu, 01 Jan 2026 00:00:00 GMT";
        net.thenBreak(
                        200,
                        whole("Last-Modified", modified, "Date", "Thu, 01 Jan 2026 00:00:01 GMT"),
                        part(0, 400),
                        RESET)
                .thenReply(206, headers("Content-Range", range(400)), part(400, 1000))
                .thenBreak(200, whole("Last-Modified", modified, "Date", modified), part(0, 400), RESET)
                .thenReply(200, whole(), FILM)
                .thenBreak(200, whole("ETag", "W/\"weak\"", "Last-Modified", modified), part(0, 400), RESET)
                .thenReply(200, whole(), FILM);

        assertThat(read(null)).isEqualTo(FILM);
        assertThat(read(null)).isEqualTo(FILM);
        assertThat(read(null)).isEqualTo(FILM);
        assertThat(net.calls().get(1).headers()).containsEntry("If-Range", modified);
        assertThat(net.calls().get(3).headers()).doesNotContainKeys("Range", "If-Range");
        assertThat(net.calls().get(5).headers()).doesNotContainKeys("Range", "If-Range");
    }

    @Test
    void shouldStartOverWithAServerThatKnowsNoRangesAndDeliverEachByteOnce() throws IOException {
        net.thenBreak(200, whole(), part(0, 400), RESET)
                .thenBreak(200, whole(), part(0, 300), RESET)
                .thenReply(200, whole(), FILM);

        assertThat(read(null)).isEqualTo(FILM);
        assertThat(net.calls()).hasSize(3);
    }

    @Test
    void shouldNeverJoinTwoDifferentFiles() {
        byte[] other = FILM.clone();
        other[20]++;
        net.thenBreak(200, whole("ETag", "\"v1\""), part(0, 400), RESET)
                .thenReply(200, whole("ETag", "\"v2\""), other)
                .thenBreak(200, whole(), part(0, 400), RESET)
                .thenReply(200, headers("Content-Length", "999"), part(0, 999))
                .thenBreak(200, whole("ETag", "\"v1\""), part(0, 400), RESET)
                .thenReply(206, headers("Content-Range", "bytes 400-1999/2000"), new byte[1600]);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> read(null))
                    .isInstanceOf(MediaBrokenException.class)
                    .hasMessageContaining("changed while it was read");
        }
    }

    @Test
    void shouldNotTakeAnotherPartThanTheOneItAskedFor() {
        net.thenBreak(200, whole("ETag", "\"v1\""), part(0, 400), RESET)
                .thenReply(206, headers("Content-Range", range(0)), FILM)
                .thenReply(206, Map.of(), part(400, 1000))
                .thenReply(503, "");

        assertThatThrownBy(() -> read(null))
                .isInstanceOfSatisfying(MediaBrokenException.class, e -> {
                    assertThat(e.retryable()).isTrue();
                    assertThat(e.requestId()).isEqualTo("req-1");
                })
                .hasMessageContaining("byte 400 of 1000")
                .hasMessageContaining("HTTP 503");
    }

    @Test
    void shouldGiveUpAfterTheAllowedResumes() {
        net.thenBreak(200, whole("ETag", "\"v1\""), part(0, 400), RESET);
        for (int i = 0; i < 3; i++) {
            net.thenBreak(206, headers("Content-Range", range(400 + i)), part(400 + i, 401 + i), RESET);
        }

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(MediaBrokenException.class)
                .hasMessageContaining("3 attempts");
        assertThat(net.calls()).hasSize(4);
    }

    @Test
    void shouldGiveUpWhenTheWholeTimeIsOver() {
        net.then(call -> {
            now = now.plus(Duration.ofMinutes(10));
            return HttpReply.of(200, whole("ETag", "\"v1\""), part(0, 400));
        });

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(MediaBrokenException.class)
                .hasMessageContaining("longer than");
        assertThat(net.calls()).hasSize(1);
    }

    @Test
    void shouldBelieveAServerThatSaysThereIsNothingMore() throws IOException {
        byte[] withTail = Arrays.copyOf(FILM, 1003);
        net.thenReply(200, Map.of("ETag", "\"v1\""), withTail)
                .thenReply(416, Map.of("Content-Range", "bytes */1003"), new byte[0]);

        assertThat(read(null)).isEqualTo(withTail);
    }

    @Test
    void shouldCallAFilmBrokenThatIsCutHoweverWellItsLengthAgrees() {
        net.thenReply(200, headers("Content-Length", "900"), part(0, 900))
                .thenReply(200, headers("Content-Length", "900"), FILM)
                .thenReply(200, Map.of("Transfer-Encoding", "chunked"), part(0, 900));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> read(null))
                    .isInstanceOf(MediaBrokenException.class)
                    .hasMessageContaining("cut off");
        }
        assertThat(net.calls()).hasSize(3);
    }

    @Test
    void shouldCallAFilmShorterThanAnnouncedBroken() {
        net.thenReply(200, Map.of("Transfer-Encoding", "chunked"), FILM)
                .thenReply(200, Map.of("Transfer-Encoding", "chunked"), FILM)
                .thenReply(404, "")
                .thenFail(RESET);

        assertThatThrownBy(() -> read(1001L)).isInstanceOf(MediaBrokenException.class);
    }

    /** Cut anywhere, with or without ranges and lengths: the film comes out as it is, or an exception of the family. */
    @Property
    void neverYieldsAnythingButTheWholeFilm(
            @ForAll @Size(max = 5) List<@IntRange(max = 1000) Integer> cuts,
            @ForAll boolean ranges,
            @ForAll boolean lengths,
            @ForAll boolean silent)
            throws IOException {
        HttpTransport server = new HttpTransport() {
            private int call;

            @Override
            public HttpReply send(HttpCall request) throws IOException {
                String range = request.headers().get("Range");
                int from = ranges && range != null ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
                int to = call < cuts.size() ? Math.max(from, cuts.get(call)) : 1000;
                call++;
                Map<String, String> headers = new HashMap<>(Map.of("ETag", "\"v1\""));
                if (lengths) {
                    headers.put("Content-Length", String.valueOf(1000 - from));
                }
                if (from > 0) {
                    headers.put("Content-Range", range(from));
                }
                ScriptedTransport one = new ScriptedTransport();
                one.thenBreak(from > 0 ? 206 : 200, headers, part(from, to), to == 1000 || silent ? null : RESET);
                return one.send(request);
            }
        };
        byte[] film;
        try (MediaStream stream = reader(server).open(new GeneratedVideo(URL, null, null, null), null)) {
            film = stream.readAllBytes();
        } catch (FalException e) {
            // Without lengths, silence after no byte or after a whole box looks like an end; the beginning is checked
            // all the same.
            assertThat(cuts).isNotEmpty();
            return;
        }
        if (lengths || !silent) {
            assertThat(film).isEqualTo(FILM);
        } else {
            assertThat(film).isIn(FILM, part(0, 24));
        }
    }
}
