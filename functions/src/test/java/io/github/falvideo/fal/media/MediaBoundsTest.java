package io.github.falvideo.fal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Exactly at the limits, and what is learnt from a second answer. */
class MediaBoundsTest extends MediaFixture {
    private static final Map<String, String> CHUNKED = Map.of("Transfer-Encoding", "chunked", "ETag", "\"v1\"");

    private int closed;

    @Test
    void shouldTakeAFilmOfExactlyTheLimit() throws IOException {
        byte[] film = Mp4.ofLength(2000, 1);
        net.thenReply(200, Map.of("Content-Length", "2000"), film).thenReply(200, CHUNKED, film);

        assertThat(read(2000L)).isEqualTo(film);
        assertThat(read(null)).isEqualTo(film);
    }

    @Test
    void shouldRefuseAnAnnouncedFilmOverTheLimitBeforeItIsRead() {
        net.thenReply(200, Map.of("Content-Length", "2001"), part(0, 100)).thenReply(200, CHUNKED, part(0, 100));

        assertThatThrownBy(() -> open(null))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("2000");
        assertThatThrownBy(() -> open(2001L))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("2000");
    }

    @Test
    void shouldTakeAnAnnouncedSizeOfZeroForNone() throws IOException {
        net.thenReply(200, CHUNKED, FILM);

        assertThat(read(0L)).isEqualTo(FILM);
    }

    @Test
    void shouldCallAnEmptyFileEmptyWhateverWasAnnounced() {
        net.thenReply(200, Map.of("Content-Length", "0"), new byte[0]);

        assertThatThrownBy(() -> open(5L))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageContaining("it is empty (0 bytes)");
    }

    @Test
    void shouldReadPieceByPieceIntoTheMiddleOfABuffer() throws IOException {
        net.thenReply(200, whole(), FILM);
        byte[] buffer = new byte[100];

        try (MediaStream stream = open(null)) {
            assertThat(stream.read(buffer, 3, 5)).isEqualTo(5);
            assertThat(stream.read(buffer, 8, 90)).isEqualTo(7);
            assertThat(stream.read(buffer, 15, 10)).isEqualTo(10);
        }

        assertThat(Arrays.copyOfRange(buffer, 3, 25)).isEqualTo(part(0, 22));
        assertThat(buffer[2]).isZero();
        assertThat(buffer[25]).isZero();
    }

    @Test
    void shouldCountResumesAndCloseEveryReply() throws IOException {
        net.then(call -> reply(200, whole("ETag", "\"v1\""), 0, 400))
                .then(call -> reply(503, Map.of(), 0, 0))
                .then(call -> reply(206, headers("Content-Range", range(400)), 400, 700))
                .then(call -> reply(206, headers("Content-Range", range(700)), 700, 1000));

        MediaStream stream = open(null);
        byte[] film = stream.readAllBytes();

        assertThat(film).isEqualTo(FILM);
        assertThat(stream.resumes()).isEqualTo(3);
        assertThat(closed).isEqualTo(4);
    }

    @Test
    void shouldCloseAReplyThatIsNotReadToItsEnd() {
        net.then(call -> reply(200, whole(), 0, 1000))
                .then(call -> reply(200, headers("Content-Length", "2001"), 0, 100));

        open(null).close();
        assertThat(closed).isEqualTo(1);
        assertThatThrownBy(() -> open(null)).isInstanceOf(MediaRefusedException.class);
        assertThat(closed).isEqualTo(2);
    }

    @Test
    void shouldAskForTheWholeAgainWhenNothingHasArrived() throws IOException {
        net.thenBreak(200, whole("ETag", "\"v1\""), new byte[0], RESET).thenReply(200, whole(), FILM);

        assertThat(read(null)).isEqualTo(FILM);
        assertThat(net.calls().get(1).headers()).doesNotContainKeys("Range", "If-Range");
    }

    @Test
    void shouldLearnTheLengthFromTheRestOfTheFile() throws IOException {
        net.thenBreak(200, CHUNKED, part(0, 400), RESET)
                .thenReply(206, headers("Content-Range", range(400)), Arrays.copyOf(part(400, 1000), 700));

        try (MediaStream stream = open(null)) {
            assertThat(stream.length()).isEqualTo(-1);
            assertThat(stream.readAllBytes()).isEqualTo(FILM);
            assertThat(stream.length()).isEqualTo(1000);
        }
    }

    @Test
    void shouldKeepTheLengthWhenTheRestDoesNotTellIt() throws IOException {
        net.thenBreak(200, whole("ETag", "\"v1\""), part(0, 400), RESET)
                .thenReply(206, headers("Content-Range", "bytes 400-999/*"), part(400, 1000))
                .thenBreak(200, whole(), part(0, 400), RESET)
                .thenReply(200, Map.of("Transfer-Encoding", "chunked"), FILM);

        for (int i = 0; i < 2; i++) {
            try (MediaStream stream = open(null)) {
                assertThat(stream.readAllBytes()).isEqualTo(FILM);
                assertThat(stream.length()).isEqualTo(1000);
            }
        }
    }

    @Test
    void shouldLearnTheLengthWhenTheFileStartsOver() throws IOException {
        net.thenBreak(200, Map.of("Transfer-Encoding", "chunked"), part(0, 400), RESET)
                .thenReply(200, whole(), Arrays.copyOf(FILM, 1100));

        try (MediaStream stream = open(null)) {
            assertThat(stream.readAllBytes()).isEqualTo(FILM);
            assertThat(stream.length()).isEqualTo(1000);
        }
    }

    @Test
    void shouldRefuseALengthOverTheLimitThatIsLearntLate() {
        net.thenBreak(200, CHUNKED, part(0, 400), RESET)
                .thenReply(206, headers("Content-Range", "bytes 400-2000/2001"), part(400, 500))
                .thenBreak(200, Map.of("Transfer-Encoding", "chunked"), part(0, 400), RESET)
                .thenReply(200, headers("Content-Length", "2001"), part(0, 500));

        for (int i = 0; i < 2; i++) {
            MediaStream stream = open(null);
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOf(MediaRefusedException.class)
                    .hasMessageContaining("larger than the limit of 2000 bytes");
            assertThat(stream.resumes()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTakeAnEmptyFileForTheOneThatBroke() {
        net.thenBreak(200, whole(), part(0, 400), RESET).thenReply(200, headers("Content-Length", "0"), new byte[0]);

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(MediaBrokenException.class)
                .hasMessageContaining("changed while it was read");
    }

    @Test
    void shouldNotBelieveThatThereIsNothingMoreWhenTheNumbersDiffer() {
        for (String total : new String[] {"bytes */401", "bytes */399"}) {
            ScriptedTransport server = new ScriptedTransport();
            server.thenBreak(200, CHUNKED, part(0, 400), RESET);
            for (int i = 0; i < 3; i++) {
                server.thenReply(416, headers("Content-Range", total), new byte[0]);
            }

            assertThatThrownBy(() -> reader(server)
                            .open(new GeneratedVideo(URL, null, null, null), null)
                            .readAllBytes())
                    .isInstanceOf(MediaBrokenException.class)
                    .hasMessageContaining("HTTP 416 instead of the rest");
        }
    }

    @Test
    void shouldSayWhyTheHostDidNotAnswer() {
        net.thenFail(RESET);

        assertThatThrownBy(() -> open(null))
                .isInstanceOf(FalUnavailableException.class)
                .hasMessageContaining("Connection reset");
    }

    @Test
    void shouldFollowBoxesToTheirLastByte() {
        byte[] empty = {0, 0, 0, 8, 'f', 'r', 'e', 'e'};
        Mp4Boxes boxes = new Mp4Boxes();

        boxes.pass(empty, 0, 8);
        assertThat(boxes.isBetweenBoxes()).isTrue();
        boxes.pass(new byte[] {0, 0, 0, 10, 'm', 'd', 'a', 't', 1}, 0, 9);
        assertThat(boxes.isCut()).isTrue();
        boxes.pass(new byte[] {2}, 0, 1);
        assertThat(boxes.isCut()).isFalse();
        assertThat(Mp4Boxes.problem(new byte[] {0, 0, 0, 8, 'f', 't', 'y', 'p'}))
                .isNull();
        assertThat(Mp4Boxes.problem(new byte[] {0, 0, 0, 8, 'f', 't', 'y'})).isEqualTo("it does not begin like an MP4");
    }

    private MediaStream open(Long fileSize) {
        return reader().open(new GeneratedVideo(URL, "video/mp4", null, fileSize), "req-1");
    }

    /** A part of the film, then silence; counts when it is closed. */
    private HttpReply reply(int status, Map<String, String> headers, int from, int to) {
        InputStream body = new ByteArrayInputStream(part(from, to));
        return new HttpReply(status, headers, new SequenceInputStream(body, InputStream.nullInputStream()) {
            private boolean open = true;

            @Override
            public void close() throws IOException {
                closed += open ? 1 : 0;
                open = false;
                super.close();
            }
        });
    }
}
