package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Submit: sent again when it was definitely not taken, and never otherwise. */
class SubmitFaultsTest {
    private static final String CLAIM = "videos/video-1/submission.json";
    private static final String STATUS = "videos/video-1/status.json";

    @AutoClose
    private final Chain chain = new Chain();

    static Stream<Arguments> notTaken() {
        return Stream.of(
                arguments("connection refused", new Effect.Refuse()),
                arguments("429", Faults.tooManyRequests()),
                arguments("503", Faults.status(503, "No capacity")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notTaken")
    void shouldSubmitAgainWhatWasDefinitelyNotTaken(String name, Effect effect) {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), effect).make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.calls(CallKind.SUBMIT)).isEqualTo(2);
        assertThat(video.accepted()).isOne();
        assertThat(video.claim().get("requestId")).isEqualTo("req-1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notTaken")
    void shouldGiveUpAndLeaveNoClaimWhenItIsNeverTaken(String name, Effect effect) {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.always(), effect).make();

        assertFailed(video, "NotTaken", "Nothing was started; it can be submitted again.");
        assertThat(video.calls(CallKind.SUBMIT)).isEqualTo(7);
        assertThat(video.accepted()).isZero();
        assertThat(chain.s3.keys(Chain.BUCKET)).containsExactly(STATUS);
    }

    static Stream<Arguments> takenWithoutAnAnswer() {
        return Stream.of(
                arguments("the reply is lost", new Effect.Lose(), "no answer came back", ""),
                arguments("the reply is cut", new Effect.Cut(30), "cannot be read", "req-1"),
                arguments("the reply is not JSON", Faults.takenNotJson(), "cannot be read", "req-1"),
                arguments("the reply names no request", Faults.without("request_id"), "names no request id", "req-1"),
                arguments("500 after it was taken", taken(500), "gave no clear answer", "req-1"),
                arguments("502 after it was taken", taken(502), "gave no clear answer", "req-1"),
                arguments("504 after it was taken", taken(504), "gave no clear answer", "req-1"),
                arguments("408 after it was taken", taken(408), "gave no clear answer", "req-1"),
                arguments("499 after it was taken", taken(499), "gave no clear answer", "req-1"),
                arguments("never answering", new Effect.Silence(true), "no answer came back", ""));
    }

    private static Effect taken(int status) {
        return new Effect.Respond(status, Map.of(), "<html>Bad gateway</html>", true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("takenWithoutAnAnswer")
    void shouldNotSendASecondTimeWhatMayBeTaken(String name, Effect effect, String words, String requestId) {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), effect).make();

        assertFailed(video, "SubmissionUncertain", words);
        assertThat(video.cause())
                .contains("it is not sent again")
                .contains("dashboard")
                .contains(requestId);
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.calls(CallKind.STATUS)).isZero();
        assertThat(video.accepted()).isOne();
        assertThat(chain.s3.keys(Chain.BUCKET)).containsExactly(STATUS, CLAIM);
        assertThat(video.claim().get("model")).isEqualTo("veed/fabric-1.0");
        assertThat(video.claim().containsKey("requestId")).isFalse();
    }

    @Test
    void shouldNotSendASecondTimeWhenFalIsSilent() {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), new Effect.Silence(false))
                .make();

        assertFailed(video, "SubmissionUncertain", "no answer came back");
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.accepted()).isZero();
        assertThat(chain.passed()).isEqualTo(Duration.ofSeconds(20));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("401", Faults.status(401, "Cannot access application"), List.of("Check the FAL_KEY")),
                arguments(
                        "403 locked account",
                        Faults.lockedAccount(),
                        List.of("User is locked. Reason: Exhausted balance."
                                + " Top up your balance at fal.ai/dashboard/billing.")),
                arguments("404", Faults.status(404, "Application not found"), List.of("Application not found")),
                arguments("422 one field", Faults.missing("image_url"), List.of("image_url", "Field required")),
                arguments(
                        "422 five fields",
                        Faults.missing("image_url", "audio_url", "resolution", "text", "voice_description"),
                        List.of("image_url", "audio_url", "resolution", "text", "voice_description")),
                arguments("400 HTML", Faults.html(400), List.of("400")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldEndWithFalsOwnWordsWhenItRefuses(String name, Effect effect, List<String> words) {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), effect).make();

        assertFailed(video, "RequestRefused", "fal refused the request");
        assertThat(video.cause()).contains(words);
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.accepted()).isZero();
        assertThat(chain.s3.keys(Chain.BUCKET)).containsExactly(STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://queue.fal.run", "https://queue.fal.run.evil.example"})
    void shouldNotFollowUrlsOfAnotherHostInTheReply(String base) {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), Faults.repliesFrom(base))
                .make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.claim().get("statusUrl"))
                .isEqualTo("https://queue.fal.run/veed/fabric-1.0/requests/req-1/status");
        assertThat(chain.wire.strays()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoRequestWithEveryProblemAndSendNothing() {
        Video video = chain.make(Chain.request("video-1", "timeoutSeconds", 5));

        assertFailed(video, "InvalidRequest", "timeoutSeconds");
        assertThat(video.calls(CallKind.SUBMIT)).isZero();
        assertThat(chain.s3.keys(Chain.BUCKET)).containsExactly(STATUS);
    }

    private static void assertFailed(Video video, String error, String words) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo(error);
        assertThat(video.cause()).contains(words);
        assertThat(video.toldStatus()).isEqualTo("FAILED");
        assertThat(video.message()).isEqualTo(video.cause());
    }
}
