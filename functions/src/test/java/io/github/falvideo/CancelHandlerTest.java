package io.github.falvideo;

import static io.github.falvideo.HandlerBench.BASE;
import static io.github.falvideo.HandlerBench.BUCKET;
import static io.github.falvideo.HandlerBench.REQUEST_ID;
import static io.github.falvideo.HandlerBench.SUBMITTED;
import static io.github.falvideo.HandlerBench.call;
import static io.github.falvideo.HandlerBench.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.RequestRefusedException;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.ScriptedTransport;
import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.SubmissionInProgressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Request;

class CancelHandlerTest {
    private static final String CLAIM = "videos/my-first-video/submission.json";
    private static final String STATUS = "videos/my-first-video/status.json";
    private static final String BY_ID = event("cancel.json");
    private static final String STOPPED = event("cancel-execution-stopped.json");
    private static final String CANCELLED_RESULT = "{\"detail\": \"cancelled\", \"error_type\": \"client_cancelled\"}";
    private static final String VIDEO = "{\"video\": {\"url\": \"https://v3.fal.media/x.mp4\"}}";

    private final ScriptedTransport fal = new ScriptedTransport();
    private final HandlerBench bench = new HandlerBench(fal);
    private final CancelHandler handler = new CancelHandler(bench.components);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | OK | CANCELLED | fal has cancelled request R.",
                "202 | CANCELLATION_REQUESTED | CANCELLATION_REQUESTED | Request R was running: fal has told it to stop."
                        + " It may still complete, and be billed.",
                "400 | ALREADY_COMPLETED | ALREADY_COMPLETED | Too late to cancel: fal had already completed request R."
                        + " The video is paid for; get it with: ./video resume R",
                "404 | NOT_FOUND | NOT_FOUND | fal does not know request R, so there was nothing to cancel."
            })
    void shouldTellEachOfFalsAnswersAndRememberIt(int code, String word, String outcome, String message) {
        submit();
        fal.thenReply(code, "{\"status\": \"" + word + "\"}");
        if (code == 400) {
            fal.thenReply(200, VIDEO);
        }
        bench.clock.pass(Duration.ofSeconds(7));

        assertThat(call(handler, BY_ID))
                .isEqualTo(Map.of(
                        "outcome",
                        outcome,
                        "message",
                        message.replace("R", REQUEST_ID).replace(REQUEST_ID + "equest", "Request")));
        assertThat(fal.calls().get(1).method()).isEqualTo("PUT");
        assertThat(fal.calls().get(1).uri()).hasToString(BASE + "/cancel");
        assertThat(bench.stored(CLAIM))
                .containsEntry("requestId", REQUEST_ID)
                .containsEntry("cancel", Map.of("outcome", outcome, "at", "2026-01-15T10:00:07Z"));
    }

    @Test
    void shouldReturnADefiniteOutcomeWithoutAskingAgain() {
        submit();
        fal.thenReply(200, "{\"status\": \"OK\"}");

        assertThat(call(handler, BY_ID)).isEqualTo(call(handler, BY_ID));
        assertThat(fal.calls()).hasSize(2);
    }

    @Test
    void shouldAskAgainAfterARequestedCancellation() {
        submit();
        fal.thenReply(202, "{\"status\": \"CANCELLATION_REQUESTED\"}")
                .thenReply(400, "{\"status\": \"ALREADY_COMPLETED\"}")
                .thenReply(200, VIDEO);

        assertThat(call(handler, BY_ID)).containsEntry("outcome", "CANCELLATION_REQUESTED");
        assertThat(call(handler, BY_ID)).containsEntry("outcome", "ALREADY_COMPLETED");
    }

    @Test
    void shouldKnowThatItHasCancelledWhenTheFirstAnswerWasLost() {
        submit();
        fal.thenReply(400, "{\"status\": \"ALREADY_COMPLETED\"}").thenReply(499, CANCELLED_RESULT);

        assertThat(call(handler, BY_ID)).containsEntry("outcome", "CANCELLED");
        assertThat(bench.stored(CLAIM).get("cancel").toString()).contains("outcome=CANCELLED");
    }

    @Test
    void shouldNotTakeAnUnreadableResultForACancelledOne() {
        submit();
        fal.thenReply(400, "{\"status\": \"ALREADY_COMPLETED\"}").thenReply(500, "");

        assertThat(call(handler, BY_ID)).containsEntry("outcome", "ALREADY_COMPLETED");
    }

    @Test
    void shouldSayThatNothingWasSubmitted() {
        assertThat(call(handler, BY_ID))
                .isEqualTo(Map.of(
                        "outcome",
                        "NOT_FOUND",
                        "message",
                        "Nothing was submitted for video my-first-video, so there was nothing to cancel."));
        assertThat(fal.calls()).isEmpty();
        assertThat(bench.s3.keys(BUCKET)).isEmpty();
    }

    @Test
    void shouldComeBackLaterWhileItIsBeingSubmitted() {
        claimWithoutAnswer();

        assertThatThrownBy(() -> call(handler, BY_ID)).isInstanceOf(SubmissionInProgressException.class);
        bench.clock.pass(Duration.ofSeconds(90));
        assertThat(call(handler, BY_ID).get("message").toString())
                .startsWith("It is not certain whether fal has taken video my-first-video");
    }

    @Test
    void shouldFindTheRequestInTheStatusFileWhenTheAnswerWasNotStored() {
        claimWithoutAnswer();
        bench.store(STATUS, Map.of("requestId", REQUEST_ID, "model", "veed/fabric-1.0", "status", "IN_QUEUE"));
        fal.thenReply(200, "{\"status\": \"OK\"}");

        assertThat(call(handler, BY_ID)).containsEntry("outcome", "CANCELLED");
        assertThat(fal.calls().get(0).uri()).hasToString(BASE + "/cancel");
    }

    @Test
    void shouldCancelByTheCancelUrlAlone() {
        fal.thenReply(200, "{\"success\": true}");

        assertThat(call(handler, "{\"cancelUrl\": \"" + BASE + "/cancel\", \"requestId\": \"" + REQUEST_ID + "\"}"))
                .containsEntry("outcome", "CANCELLED");
        assertThat(bench.s3.calls()).isEmpty();
    }

    @Test
    void shouldCancelAJobEvenWhenS3IsDown() {
        fal.thenReply(200, "{\"status\": \"OK\"}");
        bench.s3.fault(down());

        assertThat(call(handler, event("check-status.json"))).containsEntry("outcome", "CANCELLED");
    }

    @Test
    void shouldTellTheOutcomeEvenWhenItCannotBeRemembered() {
        submit();
        fal.thenReply(200, "{\"status\": \"OK\"}");
        bench.s3.fault(SubmitHandlerTest.failing("PutObject", true, 503));

        assertThat(call(handler, BY_ID)).containsEntry("outcome", "CANCELLED");
    }

    @Test
    void shouldTellTwoCopiesTheSame() throws Exception {
        for (int round = 0; round < 25; round++) {
            AtomicBoolean cancelled = new AtomicBoolean();
            HandlerBench shared = new HandlerBench(call -> {
                String answer =
                        switch (call.method()) {
                            case "POST" -> SUBMITTED;
                            case "PUT" ->
                                cancelled.compareAndSet(false, true)
                                        ? "{\"status\": \"OK\"}"
                                        : "{\"status\": \"ALREADY_COMPLETED\"}";
                            default -> CANCELLED_RESULT;
                        };
                int code = call.method().equals("GET") ? 499 : 200;
                return HttpReply.of(code, Map.of(), answer.getBytes(StandardCharsets.UTF_8));
            });
            call(new SubmitHandler(shared.components), event("submit.json"));
            Callable<Object> copy =
                    () -> call(new CancelHandler(shared.components), BY_ID).get("outcome");
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                for (Future<Object> outcome : threads.invokeAll(List.of(copy, copy))) {
                    assertThat(outcome.get()).isEqualTo("CANCELLED");
                }
            } finally {
                threads.shutdown();
            }
            assertThat(shared.stored(CLAIM).get("cancel").toString()).contains("outcome=CANCELLED");
        }
    }

    @Test
    void shouldRefuseWhatNamesNothing() {
        assertThatThrownBy(() -> call(handler, "{}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("id: is required, or cancelUrl");
        assertThatThrownBy(() -> call(handler, "{\"id\": \"a/b\"}")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldCancelAndWriteTheEndOfAStoppedExecution() {
        submit();
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("id", "my-first-video");
        before.put("requestId", REQUEST_ID);
        before.put("model", "veed/fabric-1.0");
        before.put("status", "IN_PROGRESS");
        before.put("message", "Generating your video...");
        before.put("queuePosition", null);
        before.put("progress", 45);
        before.put("polls", 7);
        before.put("submittedAt", "2026-01-15T10:00:01Z");
        before.put("updatedAt", "2026-01-15T10:02:00Z");
        before.put("deadline", "2026-01-15T10:05:01Z");
        bench.store(STATUS, before);
        fal.thenReply(202, "{\"status\": \"CANCELLATION_REQUESTED\"}");

        assertThat(call(handler, STOPPED)).containsEntry("outcome", "CANCELLATION_REQUESTED");

        Map<String, Object> after = new LinkedHashMap<>(before);
        after.put("status", "CANCELLED");
        after.put(
                "message",
                "The execution was stopped. Request " + REQUEST_ID
                        + " was running: fal has told it to stop. It may still complete, and be billed.");
        after.put("updatedAt", "2026-01-15T10:02:21Z");
        assertThat(bench.stored(STATUS)).containsExactlyEntriesOf(after);
    }

    @Test
    void shouldWriteTheEndWhereNoStatusWasWrittenYet() {
        submit();
        fal.thenReply(200, "{\"status\": \"OK\"}");

        call(handler, STOPPED.replace("ABORTED", "TIMED_OUT"));

        assertThat(bench.stored(STATUS))
                .isEqualTo(Map.of(
                        "id",
                        "my-first-video",
                        "requestId",
                        REQUEST_ID,
                        "model",
                        "veed/fabric-1.0",
                        "submittedAt",
                        "2026-01-15T10:00:00Z",
                        "status",
                        "TIMED_OUT",
                        "message",
                        "The execution was ended by its own time limit. fal has cancelled request " + REQUEST_ID + ".",
                        "updatedAt",
                        "2026-01-15T10:02:21Z"));
    }

    @Test
    void shouldTellHowToGetAVideoThatWasReadyWhenItsExecutionWasStopped() {
        submit();
        fal.thenReply(400, "{\"status\": \"ALREADY_COMPLETED\"}").thenReply(200, VIDEO);

        call(handler, STOPPED);

        assertThat(bench.stored(STATUS).get("message").toString())
                .contains("The video is paid for; get it with: ./video resume " + REQUEST_ID);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED"})
    void shouldLeaveAnEndAsItIs(String end) {
        submit();
        bench.store(STATUS, Map.of("status", end, "message", "as it was"));

        assertThat(call(handler, STOPPED)).doesNotContainKey("outcome");

        assertThat(bench.stored(STATUS)).isEqualTo(Map.of("status", end, "message", "as it was"));
        assertThat(fal.calls()).hasSize(1);
    }

    @Test
    void shouldLeaveAnEndThatComesInBetween() {
        submit();
        bench.store(STATUS, Map.of("status", "IN_PROGRESS"));
        fal.then(call -> {
            bench.store(STATUS, Map.of("status", "SUCCEEDED"));
            return HttpReply.of(400, Map.of(), "{\"status\": \"ALREADY_COMPLETED\"}".getBytes(StandardCharsets.UTF_8));
        });
        fal.thenReply(200, VIDEO);

        call(handler, STOPPED);

        assertThat(bench.stored(STATUS)).isEqualTo(Map.of("status", "SUCCEEDED"));
    }

    @ParameterizedTest
    @CsvSource({"RUNNING", "SUCCEEDED", "FAILED"})
    void shouldHaveNothingToDoForAnExecutionThatEndedByItself(String status) {
        submit();

        assertThat(call(handler, STOPPED.replace("ABORTED", status))).doesNotContainKey("outcome");
        assertThat(fal.calls()).hasSize(1);
        assertThat(bench.s3.keys(BUCKET)).containsExactly(CLAIM);
    }

    @Test
    void shouldForbidASubmitThatHasNotClaimedYet() {
        assertThat(call(handler, STOPPED)).containsEntry("outcome", "NOT_FOUND");

        assertThat(bench.stored(STATUS))
                .containsEntry("status", "CANCELLED")
                .containsEntry(
                        "message",
                        "The execution was stopped. Nothing was submitted for video my-first-video, so there was"
                                + " nothing to cancel.");
        assertThat(bench.stored(CLAIM)).doesNotContainKeys("model", "requestId").containsKey("cancel");
        assertThat(call(handler, BY_ID).get("message").toString()).startsWith("Nothing was submitted");
    }

    @Test
    void shouldSayItIsPendingUntilItIsSettled() {
        submit();
        fal.thenReply(503, "").thenReply(200, "{\"status\": \"OK\"}");

        assertThatThrownBy(() -> call(handler, STOPPED)).isInstanceOf(FalUnavailableException.class);
        assertThat(bench.stored(STATUS)).containsEntry("status", "CANCELLED").containsEntry("cancelPending", true);
        assertThat(bench.stored(STATUS).get("message").toString())
                .startsWith("The execution was stopped. It may still run at fal: ");

        assertThat(call(handler, STOPPED)).containsEntry("outcome", "CANCELLED");
        assertThat(bench.stored(STATUS))
                .doesNotContainKey("cancelPending")
                .containsEntry("message", "The execution was stopped. fal has cancelled request " + REQUEST_ID + ".");

        assertThat(call(handler, STOPPED)).doesNotContainKey("outcome");
        assertThat(fal.calls()).hasSize(3);
    }

    @Test
    void shouldCancelWhatWasBeingSubmittedWhenItWasStopped() {
        claimWithoutAnswer();
        assertThatThrownBy(() -> call(handler, STOPPED)).isInstanceOf(SubmissionInProgressException.class);

        Map<String, Object> answered = new LinkedHashMap<>(bench.stored(CLAIM));
        answered.put("requestId", REQUEST_ID);
        answered.put("cancelUrl", BASE + "/cancel");
        bench.store(CLAIM, answered);
        fal.thenReply(200, "{\"status\": \"OK\"}");

        assertThat(call(handler, STOPPED)).containsEntry("outcome", "CANCELLED");
        assertThat(bench.stored(STATUS)).containsEntry("requestId", REQUEST_ID).doesNotContainKey("cancelPending");
    }

    @Test
    void shouldNotComeBackForACancelThatFalRefuses() {
        submit();
        fal.thenReply(401, "{\"detail\": \"Invalid key\"}");

        assertThatThrownBy(() -> call(handler, STOPPED)).isInstanceOf(RequestRefusedException.class);

        assertThat(bench.stored(STATUS)).containsEntry("status", "CANCELLED").doesNotContainKey("cancelPending");
        assertThat(bench.stored(STATUS).get("message").toString())
                .contains("It may still run at fal")
                .contains("Invalid key");
    }

    private void submit() {
        fal.thenReply(200, SUBMITTED);
        call(new SubmitHandler(bench.components), event("submit.json"));
    }

    private void claimWithoutAnswer() {
        bench.store(
                CLAIM,
                Map.of(
                        "id", "my-first-video",
                        "model", "veed/fabric-1.0",
                        "claimedAt", HandlerBench.NOW.toString(),
                        "claimant", "somebody"));
    }

    private static InMemoryS3.Fault down() {
        return new InMemoryS3.Fault() {
            @Override
            public void before(String operation, S3Request request) {
                throw InMemoryS3.error(503, "ServiceUnavailable");
            }
        };
    }
}
