package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Media: what lies in the bucket is the film, byte for byte, or there is nothing and the user is told where fal has it. */
class MediaFaultsTest {
    private static final String HOSTED = "https://v3b.fal.media/files/videos/req-1/video.mp4";
    private static final int SMALL = 100_000;
    /** Three parts of a multipart upload. */
    private static final int LARGE = 20 << 20;

    @AutoClose
    private final Chain chain = new Chain().filmsOf(SMALL);

    static Stream<Arguments> overcome() {
        return Stream.of(
                arguments("cut once", SMALL, 2, new Effect.Cut(60_000)),
                arguments("cut once in a large film", LARGE, 2, new Effect.Cut(13_000_001)),
                arguments("cut before the first byte", SMALL, 2, new Effect.Cut(0)),
                arguments("stalled once", SMALL, 2, new Effect.Stall(60_000)),
                arguments("stalled before the first byte", SMALL, 2, new Effect.Stall(0)),
                arguments("never answering", SMALL, 2, new Effect.Silence(false)),
                arguments("connection refused", SMALL, 2, new Effect.Refuse()),
                arguments("connection reset", SMALL, 2, new Effect.Lose()),
                arguments("429", SMALL, 2, Faults.tooManyRequests()),
                arguments("503", SMALL, 2, Faults.status(503, "Slow down")),
                arguments("no Content-Length", SMALL, 1, new Effect.NoLength()),
                arguments("no Content-Length in a large film", LARGE, 1, new Effect.NoLength()),
                arguments("server without Range", SMALL, 1, new Effect.NoRange()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("overcome")
    void shouldSaveTheWholeFilm(String name, int size, int calls, Effect effect) {
        Video video = chain.filmsOf(size)
                .fal(CallKind.MEDIA, Occurrences.nth(1), effect)
                .make();

        assertSaved(video, size);
        assertThat(video.calls(CallKind.MEDIA)).isEqualTo(calls);
    }

    @Test
    void shouldResumeWhereItWasCut() {
        for (int call = 1; call <= 4; call++) {
            chain.fal(CallKind.MEDIA, Occurrences.nth(call), new Effect.Cut(20_000));
        }
        Video video = chain.make();

        assertSaved(video, SMALL);
        assertThat(video.calls(CallKind.MEDIA)).isEqualTo(5);
    }

    @Test
    void shouldStartOverWhenTheServerKnowsNoRange() {
        Video video = chain.fal(CallKind.MEDIA, Occurrences.nth(1), new Effect.Cut(60_000))
                .fal(CallKind.MEDIA, Occurrences.always(), new Effect.NoRange())
                .make();

        assertSaved(video, SMALL);
        assertThat(video.calls(CallKind.MEDIA)).isEqualTo(2);
    }

    @Test
    void shouldResumeWithoutAnyAnnouncedLength() {
        Video video = chain.fal(CallKind.RESULT, Occurrences.always(), noSize())
                .fal(CallKind.MEDIA, Occurrences.always(), new Effect.NoLength())
                .fal(CallKind.MEDIA, Occurrences.nth(1), new Effect.Cut(60_000))
                .make();

        assertSaved(video, SMALL);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("cut every time", new Effect.Cut(10), Occurrences.always()),
                arguments("stalled every time", new Effect.Stall(10), Occurrences.always()),
                arguments("cut once and then unreachable", new Effect.Refuse(), Occurrences.from(2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void shouldTellWhereTheFilmIsWhenItBreaksEveryTime(String name, Effect effect, Occurrences times) {
        Video video = chain.filmsOf(LARGE)
                .fal(CallKind.MEDIA, Occurrences.nth(1), new Effect.Cut(13_000_000))
                .fal(CallKind.MEDIA, times, effect)
                .make();

        assertThat(video.error()).isIn("MediaBroken", "FalUnavailable");
        assertNothingSaved(video);
    }

    static Stream<Arguments> refused() {
        long tooLarge = (5L << 30) + 1;
        return Stream.of(
                arguments("longer than announced", new Effect.Length(SMALL + 1), noChange(), "100001 bytes"),
                arguments("shorter than announced", new Effect.Length(SMALL - 1), noChange(), "99999 bytes"),
                arguments(
                        "another size than in the result",
                        new Effect.Length(SMALL),
                        Faults.videoSize(7),
                        "announced 7"),
                arguments("HTML instead of a film", Faults.html(200), noChange(), "HTML page"),
                arguments("0 bytes", Faults.empty(200), noChange(), "empty"),
                arguments("over the limit", new Effect.Length(tooLarge), noSize(), "larger than the limit"),
                arguments("404", Faults.status(404, "Not found"), noChange(), "is not there"),
                arguments("403", Faults.status(403, "Forbidden"), noChange(), "is not given out"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldRefuseWhatIsNotTheFilm(String name, Effect media, Effect result, String words) {
        Video video = chain.fal(CallKind.MEDIA, Occurrences.always(), media)
                .fal(CallKind.RESULT, Occurrences.always(), result)
                .make();

        assertThat(video.error()).isEqualTo("MediaRefused");
        assertThat(video.cause()).contains(words);
        assertThat(video.calls(CallKind.MEDIA)).isOne();
        assertNothingSaved(video);
    }

    @Test
    void shouldNeverJoinTwoDifferentFiles() {
        Video video = chain.fal(CallKind.MEDIA, Occurrences.nth(1), new Effect.Cut(60_000))
                .fal(CallKind.MEDIA, Occurrences.nth(2), new Effect.Changed())
                .fal(CallKind.MEDIA, Occurrences.nth(2), new Effect.Length(SMALL / 2))
                .make();

        assertSaved(video, SMALL);
        assertThat(video.calls(CallKind.MEDIA)).isEqualTo(3);
    }

    private static Effect noChange() {
        return new Effect.Merge(Map.of());
    }

    /** A result that does not announce the film's size. */
    private static Effect noSize() {
        Map<String, Object> video = new HashMap<>();
        video.put("file_size", null);
        return new Effect.Merge(Map.of("video", video));
    }

    private void assertSaved(Video video, int size) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.film().orElseThrow().content()).hasSize(size);
        assertThat(video.output().get("size")).isEqualTo(size);
        assertThat(video.calls(CallKind.RESULT)).isOne();
        assertThat(chain.s3.openUploads()).isEmpty();
    }

    private void assertNothingSaved(Video video) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.cause())
                .startsWith("Download failed. You can grab the video directly from: " + HOSTED)
                .contains("req-1");
        assertThat(video.message()).isEqualTo(video.cause());
        assertThat(video.told().get("video")).isEqualTo(Map.of("hostedUrl", HOSTED));
        assertThat(video.film()).isEmpty();
        assertThat(chain.s3.openUploads()).isEmpty();
        assertThat(video.accepted()).isOne();
    }
}
