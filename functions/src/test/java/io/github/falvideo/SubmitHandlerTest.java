package io.github.falvideo;

import static io.github.falvideo.HandlerBench.BASE;
import static io.github.falvideo.HandlerBench.BUCKET;
import static io.github.falvideo.HandlerBench.REQUEST_ID;
import static io.github.falvideo.HandlerBench.SUBMITTED;
import static io.github.falvideo.HandlerBench.call;
import static io.github.falvideo.HandlerBench.event;
import static io.github.falvideo.HandlerBench.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.fal.NotTakenException;
import io.github.falvideo.fal.RequestRefusedException;
import io.github.falvideo.fal.SubmissionUncertainException;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.NotConnectedException;
import io.github.falvideo.fal.http.ScriptedTransport;
import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.Problem;
import io.github.falvideo.video.SubmissionCancelledException;
import io.github.falvideo.video.SubmissionInProgressException;
import io.github.falvideo.video.VideoRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Request;

class SubmitHandlerTest {
    private static final String CLAIM = "videos/my-first-video/submission.json";
    private static final String EVENT = event("submit.json");

    private final ScriptedTransport fal = new ScriptedTransport();
    private final HandlerBench bench = new HandlerBench(fal);
    private final SubmitHandler handler = new SubmitHandler(bench.components);

    @Test
    void shouldSubmitOnceAndRememberTheAnswer() {
        fal.thenReply(200, SUBMITTED);

        Map<String, Object> output = call(handler, EVENT);

        assertThat(output)
                .containsEntry("id", "my-first-video")
                .containsEntry("model", "veed/fabric-1.0")
                .containsEntry("requestId", REQUEST_ID)
                .containsEntry("statusUrl", BASE + "/status")
                .containsEntry("responseUrl", BASE)
                .containsEntry("cancelUrl", BASE + "/cancel")
                .containsEntry("queuePosition", 2)
                .containsEntry("message", "In queue, position 2...")
                .containsEntry("submittedAt", "2026-01-15T10:00:00Z")
                .containsEntry("timeoutSeconds", 300)
                .containsEntry("cancelOnTimeout", false);
        assertThat(bench.stored(CLAIM))
                .containsExactly(
                        Map.entry("id", "my-first-video"),
                        Map.entry("model", "veed/fabric-1.0"),
                        Map.entry("claimedAt", "2026-01-15T10:00:00Z"),
                        Map.entry("claimant", "nonce-1"),
                        Map.entry("requestId", REQUEST_ID),
                        Map.entry("statusUrl", BASE + "/status"),
                        Map.entry("responseUrl", BASE),
                        Map.entry("cancelUrl", BASE + "/cancel"),
                        Map.entry("queuePosition", 2),
                        Map.entry("submittedAt", "2026-01-15T10:00:00Z"));
    }

    @Test
    void shouldPresignOwnObjectsForAnHourLongerThanTheTimeout() {
        fal.thenReply(200, SUBMITTED);

        call(handler, EVENT);

        Map<String, Object> sent = map(new String(fal.calls().get(0).body(), StandardCharsets.UTF_8));
        assertThat((String) sent.get("image_url"))
                .startsWith("https://my-videos.s3.eu-central-1.amazonaws.com/uploads/portrait.png?")
                .contains("X-Amz-Expires=3900")
                .contains("X-Amz-Signature=");
        assertThat(sent)
                .containsEntry("audio_url", "https://example.com/hello.mp3")
                .containsEntry("resolution", "480p");
        assertThat(bench.stored(CLAIM).toString()).doesNotContain("X-Amz", "portrait", "hello.mp3");
    }

    @Test
    void shouldAcceptTheSampleInputsOfTheConsole() {
        for (String input : List.of("execution-input.json", "execution-input-text.json")) {
            fal.thenReply(200, SUBMITTED);
            String id = input.replace(".json", "");

            call(handler, "{\"id\": \"" + id + "\", \"request\": " + event(input) + "}");

            VideoRequest request = VideoRequest.parse(map(event(input)), BUCKET);
            assertThat(fal.calls().get(fal.calls().size() - 1).uri()).hasPath("/" + request.model());
            assertThat(bench.stored("videos/" + id + "/submission.json")).containsEntry("requestId", REQUEST_ID);
        }
    }

    @Test
    void shouldReturnTheStoredAnswerWhenRunAgain() {
        fal.thenReply(200, SUBMITTED);
        Map<String, Object> first = call(handler, EVENT);
        bench.clock.pass(Duration.ofMinutes(10));

        assertThat(call(handler, EVENT)).isEqualTo(first);
        assertThat(fal.calls()).hasSize(1);
    }

    @Test
    void shouldPostOnceWhenManyCopiesRunAtTheSameInstant() throws Exception {
        int copies = 8;
        for (int round = 0; round < 25; round++) {
            AtomicInteger posts = new AtomicInteger();
            HandlerBench shared = new HandlerBench(call -> {
                posts.incrementAndGet();
                return HttpReply.of(200, Map.of(), SUBMITTED.getBytes(StandardCharsets.UTF_8));
            });
            CyclicBarrier start = new CyclicBarrier(copies);
            List<Callable<Object>> calls = new ArrayList<>();
            for (int copy = 0; copy < copies; copy++) {
                SubmitHandler own = new SubmitHandler(shared.components);
                calls.add(() -> {
                    start.await();
                    try {
                        return call(own, EVENT).get("requestId");
                    } catch (SubmissionInProgressException e) {
                        return REQUEST_ID;
                    }
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(copies);
            try {
                for (Future<Object> answer : threads.invokeAll(calls)) {
                    assertThat(answer.get()).isEqualTo(REQUEST_ID);
                }
            } finally {
                threads.shutdown();
            }
            assertThat(posts).hasValue(1);
            assertThat(shared.stored(CLAIM)).containsEntry("requestId", REQUEST_ID);
        }
    }

    @Test
    void shouldNotSubmitTwiceWhenTheReplyWasLost() {
        fal.thenFail(new SocketTimeoutException("Read timed out"));
        assertThatThrownBy(() -> call(handler, EVENT)).isInstanceOf(SubmissionUncertainException.class);

        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(SubmissionInProgressException.class)
                .hasMessageContaining("my-first-video");
        bench.clock.pass(Duration.ofSeconds(89));
        assertThatThrownBy(() -> call(handler, EVENT)).isInstanceOf(SubmissionInProgressException.class);
        bench.clock.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(SubmissionUncertainException.class)
                .hasMessageContaining("https://fal.ai/dashboard/requests");

        assertThat(fal.calls()).hasSize(1);
        assertThat(bench.stored(CLAIM)).doesNotContainKey("requestId");
    }

    @Test
    void shouldTakeTheClaimBackWhenFalHasNotTakenIt() {
        fal.thenReply(503, "{}")
                .thenFail(new NotConnectedException("refused", null))
                .thenReply(200, SUBMITTED);

        assertThatThrownBy(() -> call(handler, EVENT)).isInstanceOf(NotTakenException.class);
        assertThat(bench.s3.keys(BUCKET)).isEmpty();
        assertThatThrownBy(() -> call(handler, EVENT)).isInstanceOf(NotTakenException.class);
        assertThat(bench.s3.keys(BUCKET)).isEmpty();

        assertThat(call(handler, EVENT)).containsEntry("requestId", REQUEST_ID);
    }

    @Test
    void shouldTakeTheClaimBackWhenFalRefuses() {
        fal.thenReply(403, "{\"detail\": \"User is locked.\"}");

        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("User is locked.");
        assertThat(bench.s3.keys(BUCKET)).isEmpty();
    }

    @Test
    void shouldStillSayNotTakenWhenTheClaimCannotBeRemoved() {
        fal.thenReply(429, "{}");
        bench.s3.fault(failing("DeleteObject", true, 503));

        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(NotTakenException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void shouldReturnTheAnswerEvenWhenItCannotBeStored() {
        fal.thenReply(200, SUBMITTED);
        AtomicInteger puts = new AtomicInteger();
        bench.s3.fault(new InMemoryS3.Fault() {
            @Override
            public void before(String operation, S3Request request) {
                if (operation.equals("PutObject") && puts.incrementAndGet() == 2) {
                    throw InMemoryS3.error(503, "SlowDown");
                }
            }
        });

        assertThat(call(handler, EVENT)).containsEntry("requestId", REQUEST_ID);
        assertThat(bench.stored(CLAIM)).doesNotContainKey("requestId");
    }

    @Test
    void shouldRecogniseItsOwnClaimWhenTheClientRetriedTheWrite() {
        for (int status : new int[] {412, 409, 500}) {
            HandlerBench own = new HandlerBench(fal);
            fal.thenReply(200, SUBMITTED);
            own.s3.fault(failing("PutObject", false, status));

            assertThat(call(new SubmitHandler(own.components), EVENT)).containsEntry("requestId", REQUEST_ID);
        }
        assertThat(fal.calls()).hasSize(3);
    }

    @Test
    void shouldSendNothingWhenTheClaimCannotBeWritten() {
        bench.s3.fault(failing("PutObject", true, 503));

        assertThatThrownBy(() -> call(handler, EVENT))
                .isInstanceOf(AwsUnavailableException.class)
                .hasMessage("S3 did not take " + CLAIM + " (503 SlowDown). Try again.");
        assertThat(fal.calls()).isEmpty();
    }

    @Test
    void shouldLeaveNoClaimWhenTheKeyCannotBeRead() {
        HandlerBench keyless = new HandlerBench(fal, () -> {
            throw new IllegalStateException("no key");
        });

        assertThatThrownBy(() -> call(new SubmitHandler(keyless.components), EVENT))
                .hasMessage("no key");
        assertThat(keyless.s3.keys(BUCKET)).isEmpty();
        assertThat(fal.calls()).isEmpty();
    }

    @Test
    void shouldClaimNothingForARequestThatIsNotValid() {
        assertThatThrownBy(() -> call(handler, "{\"id\": \"x\", \"request\": {\"input\": {\"image_url\": 1}}}"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::field)
                                .containsExactly("input.image_url", "input.audio_url"));
        assertThatThrownBy(() -> call(handler, "{\"id\": \"a/b\", \"request\": {}}"))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> call(handler, "{}")).isInstanceOf(InvalidRequestException.class);
        assertThat(bench.s3.calls()).isEmpty();
        assertThat(fal.calls()).isEmpty();
    }

    @Test
    void shouldSendNothingForAnExecutionThatWasStopped() {
        call(new CancelHandler(bench.components), event("cancel-execution-stopped.json"));

        assertThatThrownBy(() -> call(handler, EVENT)).isInstanceOf(SubmissionCancelledException.class);
        assertThat(fal.calls()).isEmpty();
    }

    @Test
    void shouldTreatAnUnreadableClaimAsUncertain() {
        bench.store(CLAIM, Map.of("hello", "world"));

        assertThatThrownBy(() -> call(handler, EVENT)).isInstanceOf(SubmissionUncertainException.class);
        assertThat(fal.calls()).isEmpty();
    }

    @Test
    void shouldKeepTheClaimWhenAnythingUnforeseenHappensWhileSending() {
        HandlerBench odd = new HandlerBench(call -> {
            throw new IOException("cut");
        });

        assertThatThrownBy(() -> call(new SubmitHandler(odd.components), EVENT))
                .isInstanceOf(SubmissionUncertainException.class);
        assertThat(odd.s3.keys(BUCKET)).containsExactly(CLAIM);
    }

    /** The first call of this operation fails. */
    static InMemoryS3.Fault failing(String operation, boolean before, int status) {
        AtomicBoolean failed = new AtomicBoolean();
        return new InMemoryS3.Fault() {
            @Override
            public void before(String name, S3Request request) {
                fail(before, name);
            }

            @Override
            public void after(String name, S3Request request) {
                fail(!before, name);
            }

            private void fail(boolean here, String name) {
                if (here && name.equals(operation) && failed.compareAndSet(false, true)) {
                    throw InMemoryS3.error(status, "SlowDown");
                }
            }
        };
    }
}
