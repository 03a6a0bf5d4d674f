package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionListener;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.HistoryEvent;
import io.github.falvideo.local.asl.HistoryRetention;
import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stop: whoever ends an execution, and whenever, nothing keeps running and billing unseen: it is cancelled at fal, or the user is told that
 * it may still run; and {@code status.json} says what happened.
 */
class StopTest {
    private static final Pace LONG = new Pace(0, Duration.ofSeconds(12), Duration.ofMinutes(30));
    private static final String CANCELLED = "The execution was stopped. fal has cancelled request req-1.";

    /** Stops the execution as soon as a state is entered. */
    private static final class StopAt implements ExecutionListener {
        private final String state;
        private Chain chain;
        private boolean stopped;

        private StopAt(String state) {
            this.state = state;
        }

        @Override
        public void recorded(String executionArn, HistoryEvent event) {
            if (!stopped && event.type().endsWith("StateEntered") && state.equals(event.stateName())) {
                stopped = true;
                chain.time.execute(() -> chain.stop("video-1"));
            }
        }
    }

    /** Every state of the machine and a run that comes to it. */
    static Stream<Arguments> states() {
        Set<String> all = new LinkedHashSet<>();
        try (Chain chain = new Chain()) {
            StateMachines machines = chain.workflow.machines();
            String definition =
                    machines.describe(chain.workflow.stateMachineArn()).definitionText();
            ((Map<?, ?>) ((Map<?, ?>) Json.parse(definition)).get("States"))
                    .keySet()
                    .forEach(state -> all.add((String) state));
        }
        return all.stream().map(state -> arguments(state, run(state)));
    }

    /** The runs that come to all states between them. */
    private enum Run {
        SAVED,
        CANCELLED_ON_TIMEOUT,
        FAILED
    }

    private static Run run(String state) {
        return switch (state) {
            case "TimedOut", "Cancel", "TooLateToCancel", "ReportTimedOut", "FailedByDeadline" ->
                Run.CANCELLED_ON_TIMEOUT;
            case "ExplainFailure", "ReportFailed", "Failed" -> Run.FAILED;
            default -> Run.SAVED;
        };
    }

    private static Map<String, Object> prepare(Chain chain, Run run) {
        if (run == Run.FAILED) {
            chain.fal(CallKind.SUBMIT, Occurrences.nth(1), Faults.failing("face_detection_error", "There is no face."));
        }
        return Chain.request("video-1", "cancelOnTimeout", run == Run.CANCELLED_ON_TIMEOUT);
    }

    private static Pace pace(Run run) {
        return run == Run.CANCELLED_ON_TIMEOUT ? LONG : Chain.PACE;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void shouldKeepEveryPromiseWhenItIsStoppedAsAStateIsEntered(String state, Run run) {
        StopAt stop = new StopAt(state);
        try (Chain chain = new Chain(0, HistoryRetention.ALL, pace(run), stop)) {
            stop.chain = chain;

            Video video = chain.make(prepare(chain, run));

            assertThat(stop.stopped).isTrue();
            assertEnded(video, state);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void shouldKeepEveryPromiseWhenItIsStoppedWhileAFunctionRuns(String state, Run run) {
        for (boolean after : new boolean[] {false, true}) {
            try (Chain chain = new Chain(pace(run))) {
                chain.lambda.witness((call, ran) -> {
                    if (call.stateName().equals(state) && ran == after) {
                        chain.stop("video-1");
                    }
                });

                Video video = chain.make(prepare(chain, run));

                assertEnded(video, state);
            }
        }
    }

    private static void assertEnded(Video video, String state) {
        if (video.status() != ExecutionStatus.ABORTED) {
            // It had ended by the time it was stopped, or never waits in this state.
            assertThat(video.states()).contains(state);
            return;
        }
        assertNothingRuns(video);
    }

    private static void assertNothingRuns(Video video) {
        if (video.accepted() == 0) {
            assertThat(video.message()).contains("Nothing was submitted");
        } else {
            boolean over = video.atFal().cancelled() || video.atFal().state().equals("COMPLETED");
            assertThat(over)
                    .as("%s after %s: %s", video.status(), video.chain().passed(), video.told())
                    .isTrue();
        }
    }

    @Test
    void shouldKeepEveryPromiseAtWhicheverInstantItIsStopped() {
        int aborted = 0;
        for (int at = 50; at <= 26_000; at += 50) {
            try (Chain chain = slow()) {
                chain.at(Duration.ofMillis(at), () -> chain.stop("video-1"));

                Video video = chain.make();

                aborted += video.status() == ExecutionStatus.ABORTED ? 1 : 0;
                assertNothingRuns(video);
            }
        }
        assertThat(aborted).isGreaterThan(400);
    }

    /** Every way to fal and S3 takes 200 ms, so that there are instants between. */
    private static Chain slow() {
        Chain chain = new Chain();
        chain.lambda.copies(Duration.ofMillis(200), Duration.ofMillis(200));
        for (String function : List.of("Submit", "CheckStatus", "FetchResult", "DownloadToS3")) {
            chain.lambda(function + "Function", Occurrences.always(), LambdaEdge.Effect.SLOW);
        }
        return chain;
    }

    @Test
    void shouldCancelInTheQueue() {
        try (Chain chain = new Chain(LONG)) {
            Video video = stopAfter(chain, Duration.ofSeconds(7));

            assertStopped(video, CANCELLED);
            assertThat(video.atFal().cancelled()).isTrue();
        }
    }

    @Test
    void shouldCancelWhileItRunsAndPromiseNothing() {
        try (Chain chain = new Chain(LONG)) {
            Video video = stopAfter(chain, Duration.ofSeconds(60));

            assertStopped(
                    video,
                    "The execution was stopped. Request req-1 was running: fal has told it to stop. It may still"
                            + " complete, and be billed.");
        }
    }

    @Test
    void shouldSayWhereTheVideoIsWhenItIsTooLateToCancel() {
        try (Chain chain = new Chain(new Pace(0, Duration.ofSeconds(5), Duration.ofSeconds(12)))) {
            // Completed after 17 seconds, and the next look would be after 20.
            Video video = stopAfter(chain, Duration.ofSeconds(18));

            assertStopped(
                    video,
                    "The execution was stopped. Too late to cancel: fal had already completed request req-1."
                            + " The video is paid for; get it with: ./video resume req-1");
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("500", Faults.status(500, "Internal error")),
                arguments("never answering", new Effect.Silence(false)),
                arguments("the answer lost", new Effect.Lose()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void shouldTryTheCancelAgain(String name, Effect effect) {
        try (Chain chain = new Chain(LONG)) {
            chain.fal(CallKind.CANCEL, Occurrences.firstOnes(2), effect);

            Video video = stopAfter(chain, Duration.ofSeconds(7));

            assertThat(video.calls(CallKind.CANCEL)).isEqualTo(3);
            assertThat(video.message())
                    .startsWith("The execution was stopped. ")
                    .doesNotContain("It may still run at");
            assertThat(video.atFal().cancelled()).isTrue();
            assertThat(video.told().containsKey("cancelPending")).isFalse();
        }
    }

    @Test
    void shouldSayThatItMayStillRunWhenFalNeverAnswersTheCancel() {
        try (Chain chain = new Chain(LONG)) {
            chain.fal(CallKind.CANCEL, Occurrences.always(), Faults.status(500, "Internal error"));

            Video video = stopAfter(chain, Duration.ofSeconds(7));

            assertThat(video.toldStatus()).isEqualTo("CANCELLED");
            assertThat(video.message()).startsWith("The execution was stopped. It may still run at fal: ");
            assertThat(video.told().get("requestId")).isEqualTo("req-1");
        }
    }

    @Test
    void shouldSayThatItMayStillRunUntilTheClaimCanBeRead() {
        try (Chain chain = new Chain(LONG)) {
            chain.s3("GetObject", "submission.json", Occurrences.firstOnes(2), S3Edge.Error.UNAVAILABLE)
                    .at(Duration.ofSeconds(8), () -> {
                        Map<?, ?> told = new Video(chain, "video-1").told();
                        assertThat(told.get("status")).isEqualTo("CANCELLED");
                        assertThat(told.get("cancelPending")).isEqualTo(true);
                        assertThat((String) told.get("message"))
                                .startsWith("The execution was stopped. It may still run at fal: S3 did not give");
                    });

            Video video = stopAfter(chain, Duration.ofSeconds(7));

            assertThat(video.atFal().cancelled()).isTrue();
            assertThat(video.told().containsKey("cancelPending")).isFalse();
        }
    }

    @Test
    void shouldSayWhereToLookWhenNobodyKnowsTheRequestAndTheClaimCanNeverBeRead() {
        try (Chain chain = new Chain(LONG)) {
            chain.fal(CallKind.SUBMIT, Occurrences.always(), new Effect.Silence(true));
            chain.s3("GetObject", "submission.json", Occurrences.always(), S3Edge.Error.UNAVAILABLE);

            Video video = stopAfter(chain, Duration.ofSeconds(7));

            assertThat(video.toldStatus()).isEqualTo("CANCELLED");
            assertThat(video.message())
                    .isEqualTo("The execution was stopped. It may still run at fal: S3 did not give"
                            + " videos/video-1/submission.json (503 ServiceUnavailable). Try again."
                            + " Look for it at https://fal.ai/dashboard/requests");
        }
    }

    @Test
    void shouldTakeTheSameEventTwiceAndAtOnce() {
        try (Chain chain = new Chain(LONG)) {
            Map<String, Object> event =
                    Map.of("id", "an-event", "detail", Map.of("name", "video-1", "status", "ABORTED", "stopDate", 1));
            chain.at(Duration.ofMillis(7_001), () -> chain.cancel(event));
            chain.at(Duration.ofMillis(7_001), () -> chain.cancel(event));

            Video video = stopAfter(chain, Duration.ofSeconds(7));

            assertStopped(video, CANCELLED);
            assertThat(video.calls(CallKind.CANCEL)).isOne();
        }
    }

    @Test
    void shouldCancelAndTellWhenTheBackstopEndsIt() {
        try (Chain chain = new Chain(LONG)) {
            StateMachines machines = chain.workflow.machines();
            String definition = machines.describe(chain.workflow.stateMachineArn())
                    .definitionText()
                    .replace("\"TimeoutSeconds\": 14400", "\"TimeoutSeconds\": 11");
            String arn = machines.create("short", definition, "arn:aws:iam::123456789012:role/video")
                    .arn();

            machines.start(arn, "video-1", Json.text(Chain.request("video-1")));
            chain.rest();

            Video video = new Video(chain, "video-1");
            assertThat(machines.executions(arn, ExecutionStatus.TIMED_OUT)).hasSize(1);
            assertThat(video.toldStatus()).isEqualTo("TIMED_OUT");
            assertThat(video.message())
                    .isEqualTo("The execution was ended by its own time limit. fal has cancelled request req-1.");
            assertThat(video.atFal().cancelled()).isTrue();
        }
    }

    /** The user's own cancel, by the id; the execution goes on and learns of it from fal. */
    static Stream<Arguments> cancels() {
        return Stream.of(
                arguments("in the queue", 7, "CANCELLED", "GenerationCancelled", "CANCELLED"),
                arguments("while it runs", 60, "CANCELLATION_REQUESTED", "GenerationCancelled", "CANCELLED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cancels")
    void shouldEndAsCancelledWhenItIsCancelledByItsId(
            String name, int after, String outcome, String error, String told) {
        try (Chain chain = new Chain(LONG)) {
            chain.at(
                    Duration.ofSeconds(after),
                    () -> assertThat(chain.cancel(Map.of("id", "video-1")).get("outcome"))
                            .isEqualTo(outcome));

            Video video = chain.make();

            assertThat(video.error()).isEqualTo(error);
            assertThat(video.toldStatus()).isEqualTo(told);
            assertThat(((Map<?, ?>) video.claim().get("cancel")).get("outcome")).isEqualTo(outcome);
        }
    }

    @Test
    void shouldSaveTheVideoWhenItsCancelComesTooLate() {
        try (Chain chain = new Chain(new Pace(0, Duration.ofSeconds(5), Duration.ofSeconds(12)))) {
            chain.at(
                    Duration.ofSeconds(18),
                    () -> assertThat(chain.cancel(Map.of("id", "video-1")).get("outcome"))
                            .isEqualTo("ALREADY_COMPLETED"));

            Video video = chain.make();

            assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(video.film()).isPresent();
        }
    }

    private static Video stopAfter(Chain chain, Duration time) {
        chain.at(time, () -> chain.stop("video-1"));
        return chain.make();
    }

    private static void assertStopped(Video video, String message) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(video.toldStatus()).isEqualTo("CANCELLED");
        assertThat(video.message()).isEqualTo(message);
        assertThat(video.told().get("requestId")).isEqualTo("req-1");
        assertThat(video.told().get("polls")).isNotNull();
    }
}
