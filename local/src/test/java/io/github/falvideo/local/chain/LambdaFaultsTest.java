package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.chain.LambdaEdge.Effect;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lambda: an invocation may fail before or after its work, or come twice; the video is submitted once all the same. */
class LambdaFaultsTest {
    private static final List<String> ON_THE_WAY =
            List.of("SubmitFunction", "CheckStatusFunction", "FetchResultFunction", "DownloadToS3Function");

    @AutoClose
    private final Chain chain = new Chain();

    /** Here the deadline passes in the queue. */
    @AutoClose
    private final Chain slow = new Chain(new Pace(0, Duration.ofMinutes(20), Duration.ofSeconds(10)));

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(Effect.THROTTLED, false),
                arguments(Effect.SERVICE_ERROR, false),
                arguments(Effect.SERVICE_ERROR, true),
                arguments(Effect.FUNCTION_TIMED_OUT, false),
                arguments(Effect.FUNCTION_TIMED_OUT, true),
                arguments(Effect.NO_ANSWER, false),
                arguments(Effect.NO_ANSWER, true));
    }

    static Stream<Arguments> failuresOnTheWay() {
        return ON_THE_WAY.stream()
                .flatMap(function -> failures().map(of -> arguments(function, of.get()[0], of.get()[1])));
    }

    @ParameterizedTest(name = "{0} {1} after={2}")
    @MethodSource("failuresOnTheWay")
    void shouldSaveTheVideoWhenAnInvocationFails(String function, Effect effect, boolean after) {
        chain.lambda.add(new LambdaEdge.Fault(function, null, Occurrences.nth(1), after, effect));

        assertSaved(chain.make());
    }

    @ParameterizedTest(name = "{0} {1} after={2}")
    @MethodSource("failuresOnTheWay")
    void shouldSaveTheVideoWhenTwoInvocationsInARowFail(String function, Effect effect, boolean after) {
        chain.lambda.add(new LambdaEdge.Fault(function, null, Occurrences.firstOnes(2), after, effect));

        assertSaved(chain.make());
    }

    @ParameterizedTest(name = "{0} after={1}")
    @MethodSource("failures")
    void shouldCancelOnTimeoutWhenTheInvocationFails(Effect effect, boolean after) {
        slow.lambda.add(new LambdaEdge.Fault("CancelFunction", null, Occurrences.firstOnes(2), after, effect));

        Video video = slow.make(cancelOnTimeout());

        assertThat(video.error()).isEqualTo("TimedOut");
        assertThat(video.message()).endsWith("\nfal has cancelled request req-1.");
        assertThat(video.atFal().cancelled()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("onTheWay")
    void shouldEndWithAReasonWhenAFunctionNeverRuns(String function) {
        Video video =
                chain.lambda(function, Occurrences.always(), Effect.THROTTLED).make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error())
                .isEqualTo(function.equals("CheckStatusFunction") ? "TimedOut" : "Lambda.TooManyRequestsException");
        assertThat(video.film()).isEmpty();
    }

    @Test
    void shouldSayThatItMayStillRunWhenTheCancelNeverRuns() {
        Video video = slow.lambda("CancelFunction", Occurrences.always(), Effect.THROTTLED)
                .make(cancelOnTimeout());

        assertThat(video.error()).isEqualTo("TimedOut");
        assertThat(video.message()).endsWith("It may still run, and be billed.");
        assertThat(video.calls(CallKind.CANCEL)).isZero();
    }

    static Stream<String> onTheWay() {
        return ON_THE_WAY.stream();
    }

    @ParameterizedTest
    @MethodSource("onTheWay")
    void shouldTakeTheSameEventTwice(String function) {
        Video video = chain.lambda(function, Occurrences.always(), Effect.TWICE).make();

        assertSaved(video);
        assertThat(chain.lambda.invocations().get(function) % 2).isZero();
    }

    @Test
    void shouldCancelTwiceAndSayTheSame() {
        Video video = slow.lambda("CancelFunction", Occurrences.always(), Effect.TWICE)
                .make(cancelOnTimeout());

        assertThat(video.message()).endsWith("\nfal has cancelled request req-1.");
        assertThat(video.claim().get("cancel")).isInstanceOf(Map.class);
    }

    /** How long each way to S3 or fal takes the first copy, and the second, in milliseconds. */
    static Stream<Arguments> paces() {
        return Stream.of(
                arguments(20, 20),
                arguments(20, 30),
                arguments(30, 20),
                arguments(10, 100),
                arguments(100, 10),
                arguments(10, 4_000),
                arguments(4_000, 10));
    }

    @ParameterizedTest(name = "{0} ms and {1} ms a way")
    @MethodSource("paces")
    void shouldSubmitOnceWhenTwoCopiesRunAtOnce(int first, int second) {
        chain.lambda.copies(Duration.ofMillis(first), Duration.ofMillis(second));

        Video video = chain.lambda("SubmitFunction", Occurrences.nth(1), Effect.AT_ONCE)
                .make();

        assertSaved(video);
        assertThat(chain.lambda.invocations().get("SubmitFunction")).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest(name = "{0} ms and {1} ms a way")
    @MethodSource("paces")
    void shouldSaveOneFilmWhenTwoCopiesRunAtOnce(int first, int second) {
        chain.lambda.copies(Duration.ofMillis(first), Duration.ofMillis(second));

        Video video = chain.filmsOf(20 << 20)
                .lambda("DownloadToS3Function", Occurrences.nth(1), Effect.AT_ONCE)
                .make();

        assertSaved(video);
        assertThat(chain.s3.openUploads()).isEmpty();
    }

    @ParameterizedTest(name = "{0} ms and {1} ms a way")
    @MethodSource("paces")
    void shouldSayTheTruthWhenTwoCopiesCancelAtOnce(int first, int second) {
        slow.lambda.copies(Duration.ofMillis(first), Duration.ofMillis(second));

        Video video = slow.lambda("CancelFunction", Occurrences.nth(1), Effect.AT_ONCE)
                .make(cancelOnTimeout());

        assertThat(video.error()).isEqualTo("TimedOut");
        assertThat(video.message()).endsWith("\nfal has cancelled request req-1.");
        assertThat(video.atFal().cancelled()).isTrue();
    }

    @Test
    void shouldNotSendAgainWhenSubmitDiedWithFalsAnswerInItsHands() {
        chain.wire.witness(call -> {
            if (call.method().equals("POST")) {
                throw new LambdaEdge.Killed();
            }
        });

        Video video = chain.make();

        assertThat(video.error()).isEqualTo("SubmissionUncertain");
        assertThat(video.cause()).contains("dashboard");
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.accepted()).isOne();
        // Until the window has passed, another copy might still be sending.
        assertThat(chain.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(90));
    }

    static Stream<Arguments> deathsAroundTheClaim() {
        return Stream.of(
                arguments("before it claims", 1, false, 1, "SUCCEEDED"),
                arguments("between claim and submit", 1, true, 0, "FAILED"),
                arguments("before the answer is stored", 2, false, 1, "FAILED"),
                arguments("after the answer is stored", 2, true, 1, "SUCCEEDED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deathsAroundTheClaim")
    void shouldNeverSendAgainWhatMayHaveBeenSentWhenSubmitDies(
            String name, int write, boolean after, int submits, String status) {
        chain.s3Edge.add(new S3Edge.Fault(
                null, "PutObject", "submission.json", Occurrences.nth(write), after, S3Edge.Error.FUNCTION_DIES));

        Video video = chain.make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.valueOf(status));
        assertThat(video.error()).isEqualTo(status.equals("FAILED") ? "SubmissionUncertain" : null);
        assertThat(video.calls(CallKind.SUBMIT)).isEqualTo(submits);
    }

    private static Map<String, Object> cancelOnTimeout() {
        return Chain.request("video-1", "cancelOnTimeout", true);
    }

    private static void assertSaved(Video video) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.accepted()).isOne();
        assertThat(video.film()).isPresent();
    }
}
