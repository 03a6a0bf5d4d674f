package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.falvideo.ApiBench.Answer;
import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.aws.InMemoryStepFunctions.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.SfnException;

class StartVideoTest {
    private static final String KEY_ID = "key-8fa3aab2faa9b79e0a0398da5b5abd07";
    private final ApiBench bench = new ApiBench();

    @Test
    void shouldStartTheExecutionWithTheWholeRequest() {
        Answer answer = bench.post("/videos", ApiBench.SPEECH);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).containsEntry("Location", "/videos/nonce-1");
        assertThat(answer.json())
                .containsEntry("id", "nonce-1")
                .containsEntry("status", "IN_QUEUE")
                .containsEntry("message", "Accepted. It will be submitted to fal in a moment.")
                .containsEntry("links", Map.of("self", "/videos/nonce-1", "file", "/videos/nonce-1/file"));
        assertThat(bench.stepFunctions.runs())
                .extracting(Run::name, Run::input)
                .containsExactly(tuple(
                        "nonce-1",
                        "{\"model\":\"veed/fabric-1.0\",\"input\":{\"image_url\":\"https://example.com/a.png\","
                                + "\"audio_url\":\"https://example.com/a.mp3\",\"resolution\":\"480p\"},"
                                + "\"timeoutSeconds\":300,\"cancelOnTimeout\":false}"));
    }

    @Test
    void shouldShowTheVideoAtOnce() {
        bench.post("/videos", ApiBench.SPEECH);

        assertThat(bench.call("GET", "/videos/nonce-1").json())
                .containsEntry("status", "IN_QUEUE")
                .containsEntry("polls", 0)
                .containsEntry("updatedAt", "2026-01-15T10:00:00Z");
    }

    @Test
    void shouldStartNothingThatCouldNotBeSeen() {
        bench.edges.s3.fault(failing("PutObject"));

        Answer answer = bench.post("/videos", ApiBench.SPEECH);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "2");
        assertThat(answer.body()).doesNotContain("videos/").doesNotContain("InternalError");
        assertThat(bench.stepFunctions.runs()).isEmpty();
    }

    @Test
    void shouldStartWithTheSameKeyAfterStepFunctionsGaveNoAnswer() {
        bench.stepFunctions.fault(operation -> {
            throw SfnException.builder().message("Rate exceeded").build();
        });
        assertThat(keyed(ApiBench.SPEECH, "a key").status()).isEqualTo(503);
        bench.stepFunctions.fault(operation -> {});

        assertThat(keyed(ApiBench.SPEECH, "a key").status()).isEqualTo(202);
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    @Test
    void shouldReturnTheFirstVideoForTheSameKey() {
        Answer first = keyed(ApiBench.SPEECH, "a key");
        Answer second = keyed(ApiBench.SPEECH.replace(" ", "\n"), "a key");

        assertThat(first.json()).containsEntry("id", KEY_ID);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    @Test
    void shouldReturnTheFirstVideoAfterItHasEnded() {
        keyed(ApiBench.SPEECH, "a key");
        bench.stepFunctions.end(KEY_ID, ExecutionStatus.SUCCEEDED);
        bench.status(KEY_ID, Map.of("status", "SUCCEEDED", "message", "Saved"));

        Answer again = keyed(ApiBench.SPEECH, "a key");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).containsEntry("status", "SUCCEEDED").containsEntry("message", "Saved");
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    @Test
    void shouldNotStartAgainWhatStepFunctionsHaveForgotten() {
        keyed(ApiBench.SPEECH, "a key");
        bench.status(KEY_ID, Map.of("status", "FAILED"));
        bench.stepFunctions.forget(KEY_ID);

        assertThat(keyed(ApiBench.SPEECH, "a key").json()).containsEntry("status", "FAILED");
        assertThat(bench.stepFunctions.runs()).isEmpty();
    }

    @Test
    void shouldRefuseTheSameKeyForAnotherRequest() {
        keyed(ApiBench.SPEECH, "a key");
        String other = ApiBench.SPEECH.replace("a.mp3", "b.mp3");

        assertThat(keyed(other, "a key").status()).isEqualTo(422);
        bench.stepFunctions.end(KEY_ID, ExecutionStatus.FAILED);
        bench.status(KEY_ID, Map.of("status", "FAILED"));
        assertThat(keyed(other, "a key").detail()).contains("was used for another request", KEY_ID);
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a\t", "schlüssel", "\u0000"})
    void shouldRefuseAKeyThatIsNotPrintable(String key) {
        Answer answer = keyed(ApiBench.SPEECH, key);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems()).containsExactly("Idempotency-Key: must be 1 to 255 printable ASCII characters");
        assertThat(bench.edges.s3.keys(HandlerBench.BUCKET)).isEmpty();
    }

    @Test
    void shouldTakeAKeyOf255CharactersAndNoLonger() {
        assertThat(keyed(ApiBench.SPEECH, "k".repeat(255)).status()).isEqualTo(202);
        assertThat(keyed(ApiBench.SPEECH, "k".repeat(256)).status()).isEqualTo(400);
    }

    @Test
    void shouldTellEveryProblemWithItsField() {
        Answer answer = bench.post(
                "/videos", "{\"input\": {\"image_url\": \"ftp://a\", \"resolution\": \"4k\"}, \"timeoutSeconds\": 5}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(answer.json())
                .containsEntry("type", "about:blank")
                .containsEntry("title", "Unprocessable Content")
                .containsEntry("status", 422)
                .containsEntry("detail", "The request is not valid. Nothing was started.");
        assertThat(answer.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("input.image_url", "input.audio_url", "input.resolution", "timeoutSeconds");
        assertThat(bench.edges.s3.keys(HandlerBench.BUCKET)).isEmpty();
        assertThat(bench.stepFunctions.runs()).isEmpty();
    }

    @Test
    void shouldStartOneExecutionForFiftyIdenticalPostsAtOnce() throws Exception {
        List<Answer> answers = atOnce(50, () -> keyed(ApiBench.SPEECH, "a key"));

        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(answers).extracting(answer -> answer.json().get("id")).containsOnly(KEY_ID);
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    @Test
    void shouldStartOneExecutionForFiftyDifferentPostsWithOneKey() throws Exception {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            requests.add(ApiBench.SPEECH.replace("a.mp3", i + ".mp3"));
        }
        List<Answer> answers = atOnce(requests.stream()
                .map(request -> (Callable<Answer>) () -> keyed(request, "a key"))
                .toList());

        assertThat(answers.stream().filter(answer -> answer.status() == 202)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 422)).hasSize(49);
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    private Answer keyed(String body, String key) {
        return bench.call("POST", "/videos", body, Map.of("content-type", "application/json", "idempotency-key", key));
    }

    static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        return atOnce(Collections.nCopies(times, call));
    }

    static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<Future<T>> running = calls.stream()
                    .map(call -> threads.submit(() -> {
                        go.await();
                        return call.call();
                    }))
                    .toList();
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    static InMemoryS3.Fault failing(String operation) {
        return new InMemoryS3.Fault() {
            @Override
            public void before(String called, S3Request request) {
                if (called.equals(operation)) {
                    throw InMemoryS3.error(500, "InternalError");
                }
            }
        };
    }
}
