package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Deadline: one instant, looked at after each status; what was completed by then is fetched, what was not can be found again. */
class DeadlineTest {
    private static final String WORDS = "Generation is taking longer than expected. Your request ID is: req-1\n"
            + "You can check the status manually or try again later.";
    private static final Duration HOUR = Duration.ofHours(1);

    private Chain chain;

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void shouldTimeOutAfterFiveMinutesInTheQueue() {
        chain = new Chain(inTheQueue());

        Video video = chain.make();

        assertTimedOut(video, WORDS);
        assertThat(video.told().get("queuePosition")).isEqualTo(0);
        assertThat(video.calls(CallKind.STATUS)).isEqualTo(61);
        assertThat(video.calls(CallKind.CANCEL)).isZero();
        assertThat(chain.passed()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void shouldTimeOutWhileItRuns() {
        chain = new Chain(running());

        Video video = chain.make();

        assertTimedOut(video, WORDS);
        assertThat(video.told().get("progress")).isEqualTo(50);
        assertThat(video.atFal().state()).isEqualTo("IN_PROGRESS");
    }

    @Test
    void shouldTimeOutDuringAStatusCall() {
        chain = new Chain(running());

        Video video = chain.fal(CallKind.STATUS, Occurrences.nth(60), new Effect.Silence(false))
                .make();

        assertTimedOut(video, WORDS);
        assertThat(video.calls(CallKind.STATUS)).isEqualTo(60);
        assertThat(chain.passed()).isEqualTo(Duration.ofSeconds(295 + 20));
    }

    @Test
    void shouldCutTheLastWaitToWhatIsLeft() {
        chain = new Chain(running());

        Video video = chain.make(Chain.request("video-1", "timeoutSeconds", 62));

        assertTimedOut(video, WORDS);
        assertThat(video.calls(CallKind.STATUS)).isEqualTo(14);
        assertThat(chain.passed()).isEqualTo(Duration.ofSeconds(62));
    }

    @Test
    void shouldFetchWhatIsCompletedExactlyAtTheLastCheck() {
        chain = new Chain(completedAfter(Duration.ofSeconds(62)));

        Video video = chain.make(Chain.request("video-1", "timeoutSeconds", 62));

        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(chain.passed()).isEqualTo(Duration.ofSeconds(62));
    }

    @Test
    void shouldTimeOutWhenItIsCompletedAMillisecondAfterTheLastCheck() {
        chain = new Chain(completedAfter(Duration.ofMillis(62_001)));

        Video video = chain.make(Chain.request("video-1", "timeoutSeconds", 62));

        assertTimedOut(video, WORDS);
    }

    @Test
    void shouldCountTheDeadlineFromTheAnswerOfASubmitThatWasTriedAgain() {
        chain = new Chain(running());

        Video video = chain.fal(CallKind.SUBMIT, Occurrences.firstOnes(3), Faults.tooManyRequests())
                .make();

        assertTimedOut(video, WORDS);
        assertThat(video.calls(CallKind.STATUS)).isEqualTo(61);
    }

    static Stream<Arguments> cancels() {
        return Stream.of(
                arguments("cancelled in the queue", inTheQueue(), nothing(), "fal has cancelled request req-1."),
                arguments(
                        "another shape of the same",
                        inTheQueue(),
                        new Effect.Respond(200, Map.of(), "{\"success\": true}", true),
                        "fal has cancelled request req-1."),
                arguments(
                        "told to stop while running",
                        running(),
                        nothing(),
                        "Request req-1 was running: fal has told it to stop. It may still complete, and be billed."),
                arguments(
                        "told to stop and going on",
                        running(),
                        new Effect.Unheeded(),
                        "Request req-1 was running: fal has told it to stop. It may still complete, and be billed."),
                arguments(
                        "not found",
                        running(),
                        new Effect.Respond(404, Map.of(), "{\"status\": \"NOT_FOUND\"}", false),
                        "fal does not know request req-1, so there was nothing to cancel."),
                arguments(
                        "cancelled and the answer lost",
                        inTheQueue(),
                        new Effect.Lose(),
                        "fal has cancelled request req-1."));
    }

    private static Effect nothing() {
        return new Effect.Cut(Long.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cancels")
    void shouldSayWhatFalAnsweredToTheCancel(String name, Pace pace, Effect effect, String words) {
        chain = new Chain(pace);

        Video video = chain.fal(CallKind.CANCEL, Occurrences.nth(1), effect).make(cancelOnTimeout());

        assertTimedOut(video, WORDS + "\n" + words);
        assertThat(video.atFal().cancelled()).isEqualTo(!name.equals("not found") && !name.endsWith("going on"));
        assertThat(video.film()).isEmpty();
    }

    @Test
    void shouldFetchWhatWasAlreadyCompletedWhenTheCancelArrived() {
        chain = new Chain(completedAfter(Duration.ofSeconds(301)));

        Video video = chain.fal(CallKind.CANCEL, Occurrences.nth(1), new Effect.Silence(false))
                .make(cancelOnTimeout());

        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.states()).contains("TooLateToCancel");
        assertThat(video.calls(CallKind.CANCEL)).isEqualTo(2);
        assertThat(video.film()).isPresent();
    }

    @Test
    void shouldSayCancelledWhenFalForgetsToSayThatItWasAlready() {
        chain = new Chain(inTheQueue());

        // The cancel is done, its answer lost; fal then says ALREADY_COMPLETED, and its result is not to be had at
        // once.
        Video video = chain.fal(CallKind.CANCEL, Occurrences.nth(1), new Effect.Lose())
                .fal(CallKind.RESULT, Occurrences.nth(1), Faults.status(503, "Unavailable"))
                .make(cancelOnTimeout());

        assertThat(video.error()).isEqualTo("GenerationCancelled");
        assertThat(video.toldStatus()).isEqualTo("CANCELLED");
        assertThat(video.film()).isEmpty();
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(
                arguments("never answering", new Effect.Silence(false), 5),
                arguments("connection reset", new Effect.Lose(), 5),
                arguments("500", Faults.status(500, "Internal error"), 5),
                arguments("HTML", Faults.html(200), 5),
                arguments("401", Faults.status(401, "Invalid key"), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noAnswers")
    void shouldSayThatItMayStillRunWhenNoAnswerCanBeTrusted(String name, Effect effect, int calls) {
        chain = new Chain(running());

        Video video = chain.fal(CallKind.CANCEL, Occurrences.always(), effect).make(cancelOnTimeout());

        assertTimedOut(
                video,
                WORDS + "\nIt could not be cancelled: fal gave no answer that can be trusted. It may still run,"
                        + " and be billed.");
        assertThat(video.calls(CallKind.CANCEL)).isEqualTo(calls);
    }

    @Test
    void shouldEndByItselfLongBeforeTheBackstopHoweverSlowEverythingIs() {
        chain = new Chain(completedAfter(Duration.ofSeconds(3_700)));
        chain.lambda("SubmitFunction", Occurrences.firstOnes(6), LambdaEdge.Effect.NO_ANSWER)
                .lambda("CheckStatusFunction", Occurrences.from(2), LambdaEdge.Effect.NO_ANSWER)
                .lambda("CancelFunction", Occurrences.firstOnes(4), LambdaEdge.Effect.NO_ANSWER)
                .lambda("FetchResultFunction", Occurrences.firstOnes(8), LambdaEdge.Effect.NO_ANSWER)
                .lambda("DownloadToS3Function", Occurrences.always(), LambdaEdge.Effect.NO_ANSWER);
        Map<String, Object> request = cancelOnTimeout();
        request.put("timeoutSeconds", 3600);

        Video video = chain.make(request);

        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("States.Timeout");
        assertThat(video.cause())
                .startsWith("Download failed. You can grab the video directly from: https://v3b.fal.media/");
        assertThat(chain.passed()).isBetween(Duration.ofHours(2), Duration.ofHours(3));
    }

    private static Pace inTheQueue() {
        return new Pace(0, HOUR, Duration.ofSeconds(10));
    }

    private static Pace running() {
        return new Pace(0, Duration.ofSeconds(10), Duration.ofSeconds(580));
    }

    private static Pace completedAfter(Duration time) {
        return new Pace(0, Duration.ofSeconds(10), time.minusSeconds(10));
    }

    private static Map<String, Object> cancelOnTimeout() {
        return Chain.request("video-1", "cancelOnTimeout", true);
    }

    private static void assertTimedOut(Video video, String message) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("TimedOut");
        assertThat(video.cause()).isEqualTo(message);
        assertThat(video.message()).isEqualTo(message);
        assertThat(video.toldStatus()).isEqualTo("TIMED_OUT");
        assertThat(video.told().get("requestId")).isEqualTo("req-1");
        assertThat(video.accepted()).isOne();
    }
}
