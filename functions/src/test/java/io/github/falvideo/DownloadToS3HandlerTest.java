package io.github.falvideo;

import static io.github.falvideo.HandlerBench.BUCKET;
import static io.github.falvideo.HandlerBench.REQUEST_ID;
import static io.github.falvideo.HandlerBench.call;
import static io.github.falvideo.HandlerBench.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.UnsafeUrlException;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DownloadToS3HandlerTest {
    private static final String EVENT = event("download-to-s3.json");
    private static final String URL = "https://v3b.fal.media/files/b/penguin/my-first-video.mp4";
    private static final String KEY = "videos/my-first-video/video.mp4";
    private static final String TOLD = "Download failed. You can grab the video directly from: " + URL + " ";
    private static final int PART = 8 << 20;

    private final ScriptedTransport fal = new ScriptedTransport();
    private final HandlerBench bench = new HandlerBench(fal);
    private final DownloadToS3Handler handler = new DownloadToS3Handler(bench.components);

    @Test
    void shouldStoreASmallFilmWithOnePut() throws Exception {
        byte[] film = film(1258291);
        fal.thenReply(200, length(film), film);

        Map<String, Object> output = call(handler, EVENT);

        assertThat(output)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "bucket",
                        BUCKET,
                        "key",
                        KEY,
                        "uri",
                        "s3://my-videos/" + KEY,
                        "size",
                        1258291,
                        "sizeText",
                        "1.2 MB",
                        "contentType",
                        "video/mp4",
                        "sha256",
                        sha256(film),
                        "hostedUrl",
                        URL,
                        "message",
                        "Saved to s3://my-videos/" + KEY + " (1.2 MB). Hosted at " + URL));
        assertStored(film);
        assertThat(bench.s3.calls()).isEqualTo(Map.of("PutObject", 1));
    }

    @Test
    void shouldStoreALargeFilmInParts() throws Exception {
        for (int size : new int[] {PART - 1, PART, PART + 1, 2 * PART, 7 * PART + 12345}) {
            HandlerBench own = new HandlerBench(fal);
            byte[] film = film(size);
            fal.thenReply(200, length(film), film);

            Map<String, Object> output = call(new DownloadToS3Handler(own.components), EVENT);

            assertThat(output).containsEntry("size", size).containsEntry("sha256", sha256(film));
            InMemoryS3.Stored stored = own.s3.object(BUCKET, KEY).orElseThrow();
            assertThat(Arrays.equals(stored.content(), film))
                    .as("content of %d bytes", size)
                    .isTrue();
            assertThat(own.s3.openUploads()).isEmpty();
            assertThat(own.s3.calls().getOrDefault("UploadPart", 0))
                    .isEqualTo(size < PART ? 0 : (size + PART - 1) / PART);
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTheFilmIsCutEveryTime() {
        byte[] film = film(3 * PART);
        for (int i = 0; i < 9; i++) {
            fal.thenBreak(200, length(film), Arrays.copyOf(film, 2 * PART + 5), new IOException("reset"));
        }

        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(MediaBrokenException.class)
                .hasMessageStartingWith(TOLD)
                .hasMessageContaining(REQUEST_ID);
        assertNothingLeft();
    }

    @Test
    void shouldLeaveNothingBehindOfAShortFilmThatIsCut() {
        byte[] film = film(1000);
        for (int i = 0; i < 9; i++) {
            fal.thenBreak(200, length(film), Arrays.copyOf(film, 900), null);
        }

        assertThatThrownBy(() -> call(handler, EVENT)).isInstanceOf(MediaBrokenException.class);
        assertNothingLeft();
    }

    @Test
    void shouldLeaveNothingBehindOfWhatIsNoFilm() {
        fal.thenReply(200, "<!DOCTYPE html><html>Sorry</html>");

        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(MediaRefusedException.class)
                .hasMessageStartingWith(TOLD)
                .hasMessageContaining("HTML");
        assertNothingLeft();
    }

    @Test
    void shouldSayWhereTheVideoIsWhenTheHostIsNotToBeHad() {
        fal.thenReply(503, "");

        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(FalUnavailableException.class)
                .hasMessageStartingWith(TOLD);
    }

    @Test
    void shouldFetchNothingFromAForeignHost() {
        assertThatThrownBy(() -> call(handler, EVENT.replace("v3b.fal.media", "example.com")))
                .isInstanceOf(UnsafeUrlException.class);
        assertThat(fal.calls()).isEmpty();
        assertNothingLeft();
    }

    @Test
    void shouldAbortWhenS3FailsInTheMiddle() {
        byte[] film = film(6 * PART);
        for (String operation : List.of("UploadPart", "CompleteMultipartUpload", "CreateMultipartUpload")) {
            fal.thenReply(200, length(film), film);
            bench.s3.fault(SubmitHandlerTest.failing(operation, true, 503));

            assertThatThrownBy(() -> call(handler, EVENT))
                    .isInstanceOf(AwsUnavailableException.class)
                    .hasMessageStartingWith(TOLD)
                    .hasMessageContaining("503 SlowDown");
            assertNothingLeft();
        }
    }

    @Test
    void shouldBelieveACompletionWhoseReplyWasLost() throws Exception {
        byte[] film = film(2 * PART);
        fal.thenReply(200, length(film), film);
        bench.s3.fault(SubmitHandlerTest.failing("CompleteMultipartUpload", false, 404));

        assertThat(call(handler, EVENT)).containsEntry("sha256", sha256(film));
        assertStored(film);
        assertThat(bench.s3.openUploads()).isEmpty();
    }

    @Test
    void shouldEndWithOneRightObjectWhenRunTwice() throws Exception {
        byte[] film = film(PART + 77);
        fal.thenReply(200, length(film), film).thenReply(200, length(film), film);

        assertThat(call(handler, EVENT)).isEqualTo(call(handler, EVENT));
        assertStored(film);
    }

    @Test
    void shouldEndWithOneRightObjectWhenTwoCopiesRunAtOnce() throws Exception {
        byte[] film = film(3 * PART + 5);
        HandlerBench shared = new HandlerBench(call -> HttpReply.of(200, length(film), film));
        Callable<Map<String, Object>> copy = () -> call(new DownloadToS3Handler(shared.components), EVENT);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Map<String, Object>> output : threads.invokeAll(List.of(copy, copy))) {
                assertThat(output.get()).containsEntry("sha256", sha256(film));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(shared.s3.keys(BUCKET)).containsExactly(KEY);
        assertThat(Arrays.equals(shared.s3.object(BUCKET, KEY).orElseThrow().content(), film))
                .isTrue();
        assertThat(shared.s3.openUploads()).isEmpty();
    }

    private void assertStored(byte[] film) {
        InMemoryS3.Stored stored = bench.s3.object(BUCKET, KEY).orElseThrow();
        assertThat(Arrays.equals(stored.content(), film)).isTrue();
        assertThat(stored.contentType()).isEqualTo("video/mp4");
        assertThat(stored.contentDisposition()).isEqualTo("attachment; filename=\"my-first-video.mp4\"");
        assertThat(stored.metadata()).isEqualTo(Map.of("request-id", REQUEST_ID, "model", "veed/fabric-1.0"));
    }

    private void assertNothingLeft() {
        assertThat(bench.s3.keys(BUCKET)).isEmpty();
        assertThat(bench.s3.openUploads()).isEmpty();
    }

    private static Map<String, String> length(byte[] film) {
        return Map.of("Content-Length", String.valueOf(film.length), "ETag", "\"v1\"");
    }

    /** Begins like an MP4; the rest is noise. */
    private static byte[] film(int size) {
        byte[] film = new byte[size];
        new Random(size).nextBytes(film);
        byte[] head = "\0\0\0\u0010ftypisom\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(head, 0, film, 0, head.length);
        return film;
    }

    private static String sha256(byte[] film) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(film));
    }
}
