package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Result: asked for until there is a definite answer, since the video is paid for; and its URL is input from outside. */
class ResultFaultsTest {
    @AutoClose
    private final Chain chain = new Chain();

    static Stream<Arguments> notYet() {
        return Stream.of(
                arguments("400 still in progress, then 200", 1, Faults.stillInProgress()),
                arguments("504 twice, then 200", 2, Faults.status(504, "Gateway timeout")),
                arguments("429", 1, Faults.tooManyRequests()),
                arguments("500", 3, Faults.status(500, "Internal error")),
                arguments("502 of a proxy", 3, Faults.html(502)),
                arguments("connection refused", 2, new Effect.Refuse()),
                arguments("connection reset", 2, new Effect.Lose()),
                arguments("never answering", 2, new Effect.Silence(false)),
                arguments("HTML", 1, Faults.html(200)),
                arguments("empty body", 1, Faults.empty(200)),
                arguments("cut body", 1, new Effect.Cut(20)),
                arguments("six times 503", 6, Faults.status(503, "Unavailable")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notYet")
    void shouldAskAgainUntilThereIsAnAnswer(String name, int times, Effect effect) {
        Video video =
                chain.fal(CallKind.RESULT, Occurrences.firstOnes(times), effect).make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.calls(CallKind.RESULT)).isEqualTo(times + 1);
        assertThat(video.accepted()).isOne();
    }

    @Test
    void shouldSayWhereToLookWhenThereIsNeverAnAnswer() {
        Video video = chain.fal(CallKind.RESULT, Occurrences.always(), Faults.html(502))
                .make();

        assertThat(video.error()).isEqualTo("FalUnavailable");
        assertThat(video.cause()).contains("req-1");
        assertThat(video.calls(CallKind.RESULT)).isEqualTo(9);
        assertThat(video.told().get("requestId")).isEqualTo("req-1");
    }

    static Stream<String> modelErrors() {
        return Faults.MODEL_ERRORS.stream();
    }

    @ParameterizedTest
    @MethodSource("modelErrors")
    void shouldEndWithTheModelsReason(String type) {
        String reason = "What the model says of " + type;
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), Faults.failing(type, reason))
                .make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("GenerationFailed");
        assertThat(video.cause()).contains(reason).contains("req-1");
        assertThat(video.toldStatus()).isEqualTo("FAILED");
        assertThat(video.calls(CallKind.RESULT)).isOne();
        assertThat(video.accepted()).isOne();
        assertThat(video.film()).isEmpty();
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                arguments("200 without a video", Faults.noVideo(), "GenerationFailed", "holds no video"),
                arguments("gone", Faults.status(404, "Not found"), "ResultGone", "no result"),
                arguments("401", Faults.status(401, "Invalid key"), "RequestRefused", "Check the FAL_KEY"),
                arguments("403", Faults.lockedAccount(), "RequestRefused", "Exhausted balance"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void shouldEndWhereThereIsADefiniteAnswer(String name, Effect effect, String error, String words) {
        Video video = chain.fal(CallKind.RESULT, Occurrences.always(), effect).make();

        assertThat(video.error()).isEqualTo(error);
        assertThat(video.cause()).contains(words).contains("req-1");
        assertThat(video.calls(CallKind.RESULT)).isOne();
        assertThat(video.calls(CallKind.MEDIA)).isZero();
        assertThat(video.film()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/video.mp4",
                "https://fal.media.evil.example/video.mp4",
                "http://v3b.fal.media/video.mp4",
                "https://inside.fal.media/video.mp4",
                "https://10.0.0.1/video.mp4",
                "https://127.0.0.1/video.mp4",
                "https://user@v3b.fal.media/video.mp4",
                "file:///etc/passwd"
            })
    void shouldNotReadAVideoFromElsewhere(String url) {
        Video video = chain.fal(CallKind.RESULT, Occurrences.always(), Faults.videoAt(url))
                .make();

        assertUnsafe(video);
        assertThat(video.calls(CallKind.MEDIA)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/video.mp4",
                "http://v3b.fal.media/video.mp4",
                "https://inside.fal.media/video.mp4",
                "https://169.254.169.254/latest/meta-data"
            })
    void shouldNotFollowARedirectToElsewhere(String url) {
        Video video = chain.fal(CallKind.MEDIA, Occurrences.always(), Faults.redirect(url))
                .make();

        assertUnsafe(video);
        assertThat(video.calls(CallKind.MEDIA)).isOne();
    }

    @Test
    void shouldFollowARedirectWithinFalsMediaHosts() {
        Video video = chain.fal(
                        CallKind.MEDIA,
                        Occurrences.nth(1),
                        Faults.redirect("https://v3b.fal.media/files/videos/req-1/video.mp4"))
                .make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.calls(CallKind.MEDIA)).isEqualTo(2);
    }

    private void assertUnsafe(Video video) {
        assertThat(video.error()).isEqualTo("UnsafeUrl");
        assertThat(video.toldStatus()).isEqualTo("FAILED");
        assertThat(video.cause())
                .startsWith("Download failed. You can grab the video directly from: ")
                .contains("req-1");
        assertThat(video.told().get("video")).isInstanceOf(Map.class);
        assertThat(video.film()).isEmpty();
        assertThat(chain.wire.strays()).isEmpty();
    }
}
