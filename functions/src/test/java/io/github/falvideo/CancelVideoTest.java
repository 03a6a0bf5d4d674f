package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.falvideo.ApiBench.Answer;
import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.aws.InMemoryStepFunctions.Run;
import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.HttpTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

class CancelVideoTest {
    private final Fal fal = new Fal();
    private final ApiBench bench = new ApiBench(fal);

    @ParameterizedTest
    @CsvSource({"QUEUED,CANCELLED", "RUNNING,CANCELLATION_REQUESTED", "UNKNOWN,NOT_FOUND"})
    void shouldTellFalsOwnAnswerAndStopTheExecution(String state, String outcome) {
        started();
        fal.state = state;

        Answer answer = bench.call("DELETE", "/videos/nonce-1");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json()).containsEntry("id", "nonce-1").containsEntry("outcome", outcome);
        assertThat(answer.json().get("message").toString())
                .contains(HandlerBench.REQUEST_ID)
                .doesNotContainIgnoringCase("nothing was charged")
                .doesNotContainIgnoringCase("free");
        assertThat(run().status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void shouldLeaveACompletedVideoToItsEnd() {
        started();
        fal.state = "COMPLETED";

        Answer answer = bench.call("DELETE", "/videos/nonce-1");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("Too late to cancel", "goes on");
        assertThat(run().status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUCCEEDED", "FAILED", "CANCELLED"})
    void shouldNotTouchAVideoThatHasEnded(String end) {
        started();
        bench.status("nonce-1", Map.of("status", end));

        Answer answer = bench.call("DELETE", "/videos/nonce-1");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).isEqualTo("Video nonce-1 has ended already: " + end + ".");
        assertThat(fal.cancels).isZero();
    }

    @Test
    void shouldStillCancelAtFalAfterTheDeadline() {
        started();
        bench.stepFunctions.end("nonce-1", ExecutionStatus.FAILED);
        bench.status("nonce-1", Map.of("status", "TIMED_OUT"));

        assertThat(bench.call("DELETE", "/videos/nonce-1").json()).containsEntry("outcome", "CANCELLATION_REQUESTED");
        assertThat(run().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(bench.status("nonce-1")).containsEntry("status", "TIMED_OUT");
    }

    @Test
    void shouldAnswer404ForAVideoThatNeverWas() {
        assertThat(bench.call("DELETE", "/videos/unknown").status()).isEqualTo(404);
        assertThat(bench.edges.s3.keys(HandlerBench.BUCKET)).isEmpty();
    }

    @Test
    void shouldNeverSubmitAVideoThatWasCancelledBeforeItsSubmission() {
        bench.post("/videos", ApiBench.SPEECH);

        Answer answer = bench.call("DELETE", "/videos/nonce-1");

        assertThat(answer.json())
                .containsEntry("outcome", "NOT_FOUND")
                .containsEntry("message", "Nothing was submitted for video nonce-1, so there was nothing to cancel.");
        assertThat(run().status()).isEqualTo(ExecutionStatus.ABORTED);
        // The Submit that was under way comes to its claim now.
        assertThat(catchThrowable(() -> HandlerBench.call(
                        new SubmitHandler(bench.edges.components),
                        "{\"id\": \"nonce-1\", \"request\": " + ApiBench.SPEECH + "}")))
                .hasMessageContaining("was stopped before it was submitted");
        assertThat(fal.submits).isZero();
    }

    @Test
    void shouldPromiseTheCancelOfAVideoThatIsBeingSubmittedAndKeepThePromise() {
        bench.post("/videos", ApiBench.SPEECH);
        bench.edges.store(
                "videos/nonce-1/submission.json",
                Map.of("id", "nonce-1", "claimedAt", bench.edges.clock.instant().toString(), "claimant", "c"));

        Answer answer = bench.call("DELETE", "/videos/nonce-1");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json()).containsEntry("outcome", "SUBMISSION_IN_PROGRESS");
        assertThat(answer.json().get("message").toString()).contains("as soon as fal has answered");
        assertThat(run().status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(fal.cancels).isZero();

        bench.submitted("nonce-1");
        stoppedExecutionArrives();
        assertThat(fal.cancels).isOne();
        assertThat(bench.status("nonce-1")).containsEntry("status", "CANCELLED");
    }

    @Test
    void shouldGoOnWhenFalGivesNoAnswer() {
        started();
        fal.broken = true;

        Answer answer = bench.call("DELETE", "/videos/nonce-1");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "5");
        assertThat(run().status()).isEqualTo(ExecutionStatus.RUNNING);

        fal.broken = false;
        assertThat(bench.call("DELETE", "/videos/nonce-1").status()).isEqualTo(202);
    }

    @Test
    void shouldSayWhyFalRefuses() {
        started();
        fal.state = "WRONG_KEY";

        Answer answer = bench.call("DELETE", "/videos/nonce-1");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.detail()).startsWith("fal did not cancel it, and the video goes on. ");
        assertThat(run().status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void shouldAnswerTheSameWhenAskedAgainAtOnce() {
        started();
        fal.state = "QUEUED";

        Answer first = bench.call("DELETE", "/videos/nonce-1");
        Answer second = bench.call("DELETE", "/videos/nonce-1");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(fal.cancels).isOne();
        stoppedExecutionArrives();
        assertThat(bench.call("DELETE", "/videos/nonce-1").detail()).contains("has ended already: CANCELLED");
    }

    /** The video completes at fal before each call that a DELETE makes, and its execution ends at once, later, or never. */
    @ParameterizedTest
    @CsvSource({"QUEUED,false", "QUEUED,true", "RUNNING,false", "RUNNING,true"})
    void shouldTellTheTruthWheneverTheVideoCompletes(String state, boolean executionEnds) {
        boolean reachedTheEnd = false;
        for (int before = 0; !reachedTheEnd; before++) {
            Fal racing = new Fal();
            racing.state = state;
            ApiBench race = new ApiBench(racing);
            race.post("/videos", ApiBench.SPEECH);
            race.submitted("nonce-1");
            race.status("nonce-1", Map.of("status", "IN_PROGRESS"));
            Completion completion = new Completion(race, racing, before, executionEnds);
            completion.arm();

            Answer answer = race.call("DELETE", "/videos/nonce-1");

            completion.disarm();
            Run end = race.stepFunctions.runs().get(0);
            String at = "completed before call " + before + ", answer " + answer.body();
            if (answer.status() == 202) {
                String outcome = String.valueOf(answer.json().get("outcome"));
                boolean cancelled = racing.state.equals("CANCELLED");
                assertThat(outcome.equals("CANCELLED")).as(at).isEqualTo(cancelled);
                assertThat(outcome).as(at).isIn("CANCELLED", "CANCELLATION_REQUESTED");
                assertThat(end.status()).as(at).isNotEqualTo(ExecutionStatus.RUNNING);
            } else {
                assertThat(answer.status()).as(at).isEqualTo(409);
                assertThat(racing.state).as(at).isEqualTo("COMPLETED");
                assertThat(end.status()).as(at).isNotEqualTo(ExecutionStatus.ABORTED);
            }
            reachedTheEnd = !completion.happened;
            assertThat(before).isLessThan(50);
        }
    }

    private void started() {
        bench.post("/videos", ApiBench.SPEECH);
        bench.submitted("nonce-1");
        bench.status("nonce-1", Map.of("status", "IN_PROGRESS"));
    }

    private Run run() {
        return bench.stepFunctions.runs().get(0);
    }

    private void stoppedExecutionArrives() {
        HandlerBench.call(
                bench.cancelHandler, "{\"id\": \"e\", \"detail\": {\"name\": \"nonce-1\", \"status\": \"ABORTED\"}}");
    }

    /** Happens before the n-th call of whatever kind. */
    private static final class Completion {
        private final ApiBench race;
        private final Fal fal;
        private final boolean executionEnds;
        private int left;
        private boolean armed;
        private boolean happened;

        Completion(ApiBench race, Fal fal, int before, boolean executionEnds) {
            this.race = race;
            this.fal = fal;
            this.left = before;
            this.executionEnds = executionEnds;
        }

        void arm() {
            armed = true;
            fal.before = this::count;
            race.stepFunctions.fault(operation -> count());
            race.edges.s3.fault(new InMemoryS3.Fault() {
                @Override
                public void before(String operation, S3Request request) {
                    count();
                }
            });
        }

        void disarm() {
            armed = false;
        }

        private void count() {
            if (!armed || happened || left-- > 0) {
                return;
            }
            happened = true;
            armed = false;
            boolean made = !fal.state.equals("CANCELLED");
            fal.state = made ? "COMPLETED" : fal.state;
            if (executionEnds) {
                race.status("nonce-1", Map.of("status", made ? "SUCCEEDED" : "CANCELLED"));
                if (race.stepFunctions.runs().get(0).status() == ExecutionStatus.RUNNING) {
                    race.stepFunctions.end("nonce-1", made ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED);
                }
            }
            armed = true;
        }
    }

    /** fal's answers to a cancel, by the state that its request is in. */
    private static final class Fal implements HttpTransport {
        private String state = "RUNNING";
        private boolean broken;
        private int cancels;
        private int submits;
        private Runnable before = () -> {};

        @Override
        public HttpReply send(HttpCall call) throws IOException {
            before.run();
            if (broken) {
                throw new IOException("Connection reset");
            }
            if (call.method().equals("POST")) {
                submits++;
                return reply(200, HandlerBench.SUBMITTED);
            }
            if (call.method().equals("GET")) {
                return state.equals("CANCELLED")
                        ? reply(499, "{\"detail\": \"Request cancelled\", \"error_type\": \"client_cancelled\"}")
                        : reply(200, "{\"video\": {\"url\": \"https://v3.fal.media/x.mp4\"}}");
            }
            cancels++;
            return switch (state) {
                case "QUEUED" -> {
                    state = "CANCELLED";
                    yield reply(200, "{\"status\": \"OK\"}");
                }
                case "RUNNING" -> reply(202, "{\"status\": \"CANCELLATION_REQUESTED\"}");
                case "UNKNOWN" -> reply(404, "{\"status\": \"NOT_FOUND\"}");
                case "WRONG_KEY" -> reply(401, "{\"detail\": \"Cannot access application\"}");
                default -> reply(400, "{\"status\": \"ALREADY_COMPLETED\"}");
            };
        }

        private static HttpReply reply(int status, String json) {
            return HttpReply.of(status, Map.of(), json.getBytes(StandardCharsets.UTF_8));
        }
    }
}
