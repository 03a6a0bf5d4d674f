package io.github.falvideo.local.fal;

import static io.github.falvideo.local.fal.StandInCaller.INPUT;
import static io.github.falvideo.local.fal.StandInCaller.details;
import static io.github.falvideo.local.fal.StandInCaller.json;
import static io.github.falvideo.local.fal.StandInCaller.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.model.InputException;
import io.github.falvideo.local.fal.model.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandInQueueTest {
    private final StandInCaller fal = new StandInCaller();

    @Test
    void shouldAcceptARequestWithTheThreeUrls() {
        Answer.Reply reply = fal.submit();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("x-fal-request-id", "request-1");
        assertThat(json(reply))
                .containsExactly(
                        entry("status", "IN_QUEUE"),
                        entry("request_id", "request-1"),
                        entry("response_url", "https://queue.fal.run/veed/fabric-1.0/requests/request-1"),
                        entry("status_url", "https://queue.fal.run/veed/fabric-1.0/requests/request-1/status"),
                        entry("cancel_url", "https://queue.fal.run/veed/fabric-1.0/requests/request-1/cancel"),
                        entry("queue_position", 2));
    }

    @Test
    void shouldAnswerEveryEndpointOfAModelWithTheUrlsOfItsApp() {
        assertThat(json(fal.submit("veed/fabric-1.0/fast", INPUT)))
                .containsEntry("status_url", "https://queue.fal.run/veed/fabric-1.0/requests/request-1/status");
        Map<String, Object> text = Map.of("image_url", "https://x/a.png", "text", "Hi", "resolution", "720p");
        assertThat(json(fal.submit("veed/fabric-1.0/text", text)))
                .containsEntry("status_url", "https://queue.fal.run/veed/fabric-1.0/requests/request-2/status");
    }

    @Test
    void shouldCountThePositionDownThenRunThenComplete() {
        fal.submit();

        assertThat(json(fal.status("request-1")))
                .containsEntry("status", "IN_QUEUE")
                .containsEntry("queue_position", 2);
        fal.clock.pass(Duration.ofSeconds(5));
        assertThat(json(fal.status("request-1"))).containsEntry("queue_position", 1);
        fal.clock.pass(Duration.ofSeconds(9));
        assertThat(json(fal.status("request-1")))
                .containsEntry("status", "IN_QUEUE")
                .containsEntry("queue_position", 0);
        assertThat(messages(fal.status("request-1"))).isEmpty();

        fal.clock.pass(Duration.ofSeconds(1));
        Answer.Reply running = fal.status("request-1");
        assertThat(running.status()).isEqualTo(202);
        assertThat(json(running)).containsEntry("status", "IN_PROGRESS").doesNotContainKey("queue_position");
        assertThat(messages(running)).containsExactly("Diffusing: 0%");
        fal.clock.pass(Duration.ofSeconds(12));
        assertThat(messages(fal.status("request-1"))).containsExactly("Diffusing: 0%", "Diffusing: 10%");
        fal.clock.pass(Duration.ofSeconds(87));
        assertThat(json(fal.status("request-1"))).containsEntry("status", "IN_PROGRESS");

        fal.clock.pass(Duration.ofSeconds(1));
        Answer.Reply done = fal.status("request-1");
        assertThat(done.status()).isEqualTo(200);
        assertThat(json(done))
                .containsEntry("status", "COMPLETED")
                .containsEntry("request_id", "request-1")
                .containsEntry("metrics", Map.of("inference_time", 100.0))
                .doesNotContainKeys("error", "error_type");
        assertThat(messages(done)).hasSize(11).endsWith("Diffusing: 100%");
    }

    @Test
    void shouldGiveLogsOnlyWhenAsked() {
        fal.submit();
        fal.queuePasses();

        Answer.Reply reply = fal.call("GET", "/veed/fabric-1.0/requests/request-1/status", "");

        assertThat(json(reply)).containsEntry("logs", null);
    }

    @Test
    void shouldGiveTheResultOnlyWhenItIsThere() {
        fal.submit();
        Answer.Reply early = fal.result("request-1");
        assertThat(early.status()).isEqualTo(400);
        assertThat(json(early)).containsEntry("detail", "Request is still in progress");

        fal.runPasses();

        Answer.Reply result = fal.result("request-1");
        assertThat(result.status()).isEqualTo(200);
        assertThat(json(result))
                .containsEntry(
                        "video",
                        Map.of(
                                "url", "https://v3b.fal.media/files/videos/request-1/video.mp4",
                                "content_type", "video/mp4",
                                "file_name", "video.mp4",
                                "file_size", (int) StandInCaller.FILM.length()));
        assertThat(fal.call("GET", "/veed/fabric-1.0/requests/request-1/response", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldNotKnowAnotherRequest() {
        assertThat(fal.status("nobody").status()).isEqualTo(404);
        assertThat(json(fal.status("nobody"))).isEqualTo(Map.of("status", "NOT_FOUND"));
        assertThat(fal.result("nobody").status()).isEqualTo(404);
    }

    @Test
    void shouldRemoveAQueuedRequestOnCancel() {
        fal.submit();

        Answer.Reply cancel = fal.cancel("request-1");

        assertThat(cancel.status()).isEqualTo(200);
        assertThat(json(cancel)).isEqualTo(Map.of("status", "OK"));
        assertCancelled();
    }

    @Test
    void shouldSignalARunningRequestOnCancel() {
        fal.submit();
        fal.queuePasses();

        Answer.Reply cancel = fal.cancel("request-1");

        assertThat(cancel.status()).isEqualTo(202);
        assertThat(json(cancel)).isEqualTo(Map.of("status", "CANCELLATION_REQUESTED"));
        assertCancelled();
    }

    private void assertCancelled() {
        Answer.Reply status = fal.status("request-1");
        assertThat(status.status()).isEqualTo(200);
        assertThat(json(status)).containsEntry("status", "COMPLETED").containsEntry("error_type", "client_cancelled");
        Answer.Reply result = fal.result("request-1");
        assertThat(result.status()).isEqualTo(499);
        assertThat(result.headers()).containsEntry("X-Fal-Error-Type", "client_cancelled");
        assertThat(json(result)).containsEntry("error_type", "client_cancelled");
        assertThat(fal.media("request-1", Map.of()).status()).isEqualTo(404);
        assertThat(fal.queue.unfinished()).isEmpty();
    }

    @Test
    void shouldSayThatACancelComesTooLateOrIsForNobody() {
        fal.submit();
        fal.runPasses();

        Answer.Reply late = fal.cancel("request-1");
        Answer.Reply nobody = fal.cancel("nobody");

        assertThat(late.status()).isEqualTo(400);
        assertThat(json(late)).isEqualTo(Map.of("status", "ALREADY_COMPLETED"));
        assertThat(fal.result("request-1").status()).isEqualTo(200);
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(json(nobody)).isEqualTo(Map.of("status", "NOT_FOUND"));
    }

    @Test
    void shouldSayThatASecondCancelComesTooLate() {
        fal.submit();
        fal.cancel("request-1");

        assertThat(json(fal.cancel("request-1"))).isEqualTo(Map.of("status", "ALREADY_COMPLETED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Key wrong", "Bearer test-key", "test-key", ""})
    void shouldRefuseAnyOtherKey(String authorization) {
        for (String path :
                List.of("POST /veed/fabric-1.0", "GET /a/b/requests/x/status", "PUT /a/b/requests/x/cancel")) {
            String[] call = path.split(" ");
            Answer answer = fal.queue.answer(new Call(
                    call[0],
                    call[1],
                    Map.of("Authorization", authorization),
                    Json.text(INPUT).getBytes()));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Reply.class,
                            reply -> assertThat(reply.status()).isEqualTo(401));
        }
        assertThat(fal.queue.accepted()).isEmpty();
    }

    @Test
    void shouldNameEveryMissingField() {
        Answer.Reply reply = fal.submit("veed/fabric-1.0", Map.of());

        assertThat(reply.status()).isEqualTo(422);
        assertThat(details(reply))
                .extracting(detail -> detail.get("loc"))
                .containsExactly(
                        List.of("body", "image_url"), List.of("body", "audio_url"), List.of("body", "resolution"));
        assertThat(details(reply))
                .allSatisfy(detail -> assertThat(detail)
                        .containsEntry("type", "missing")
                        .containsEntry("msg", "Field required")
                        .containsKeys("url", "input"));
    }

    @Test
    void shouldRefuseAWrongResolutionAndATextTooLong() {
        Map<String, Object> input = new HashMap<>(Map.of("image_url", "https://x/a.png", "resolution", "1080p"));
        input.put("text", "x".repeat(2001));

        List<Map<String, Object>> details = details(fal.submit("veed/fabric-1.0/text", input));

        assertThat(details)
                .extracting(detail -> detail.get("type"))
                .containsExactly("string_too_long", "literal_error");
        assertThat(details.get(0)).containsEntry("ctx", Map.of("max_length", 2000));
        assertThat(details.get(1))
                .containsEntry("input", "1080p")
                .containsEntry("ctx", Map.of("expected", "'720p' or '480p'"));
    }

    @Test
    void shouldRefuseABodyThatIsNoObjectAndAModelThatIsNone() {
        assertThat(details(fal.call("POST", "/veed/fabric-1.0", "[1]")))
                .extracting(detail -> detail.get("type"))
                .containsExactly("json_invalid");
        assertThat(fal.submit("veed/fabric-1.0/text/fast", INPUT).status()).isEqualTo(404);
        assertThat(fal.submit("fal-ai/other", INPUT).status()).isEqualTo(404);
        assertThat(fal.queue.requests()).isEmpty();
    }

    @Test
    void shouldTellInTheResultWhatTheModelCouldNotUse() {
        StandInCaller broken = new StandInCaller((id, model, input) -> {
            throw new InputException("image_load_error", "image_url", "No picture", Map.of(), "https://x/a.png");
        });
        broken.submit();
        broken.runPasses();

        assertThat(json(broken.status("request-1")))
                .containsEntry("status", "COMPLETED")
                .doesNotContainKey("error");
        Answer.Reply result = broken.result("request-1");
        assertThat(result.status()).isEqualTo(422);
        assertThat(details(result))
                .containsExactly(Map.of(
                        "loc", List.of("body", "image_url"),
                        "msg", "No picture",
                        "type", "image_load_error",
                        "url", "https://docs.fal.ai/errors#image_load_error",
                        "input", "https://x/a.png"));
    }

    @Test
    void shouldServeTheMediaInPartsWhileItIsTheSameFile() {
        fal.submit();
        assertThat(fal.media("request-1", Map.of()).status()).isEqualTo(404);
        fal.runPasses();

        Answer.Reply whole = fal.media("request-1", Map.of());
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.headers()).containsEntry("Content-Type", "video/mp4").containsEntry("Accept-Ranges", "bytes");
        assertThat(whole.body().bytes()).isEqualTo(StandInCaller.FILM.bytes());
        String etag = whole.headers().get("ETag");

        Answer.Reply part = fal.media("request-1", Map.of("Range", "bytes=4-7", "If-Range", etag));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body().bytes()).asString().isEqualTo("ftyp");
        assertThat(part.headers()).containsEntry("Content-Range", "bytes 4-7/" + StandInCaller.FILM.length());
        Answer.Reply rest = fal.media("request-1", Map.of("range", "bytes=30-"));
        assertThat(rest.body().length()).isEqualTo(StandInCaller.FILM.length() - 30);
        assertThat(fal.media("request-1", Map.of("Range", "bytes=30-", "If-Range", "\"other\""))
                        .status())
                .isEqualTo(200);
        assertThat(fal.media("request-1", Map.of("Range", "bytes=999-")).status())
                .isEqualTo(416);
    }

    @Test
    void shouldTakeAnUploadAsFalsClientsSendIt() {
        Answer.Reply initiated = fal.call(
                "POST",
                "/storage/upload/initiate?storage_type=fal-cdn-v3",
                "{\"content_type\": \"image/png\", \"file_name\": \"me and you.png\"}");
        assertThat(json(initiated))
                .isEqualTo(Map.of(
                        "upload_url", "https://v3b.fal.media/storage/uploads/request-1/me%20and%20you.png",
                        "file_url", "https://v3b.fal.media/files/uploads/request-1/me%20and%20you.png"));

        Answer.Reply put = anonymous("PUT", "/storage/uploads/request-1/me%20and%20you.png", "a picture");
        Answer.Reply file = anonymous("GET", "/files/uploads/request-1/me%20and%20you.png", "");

        assertThat(put.status()).isEqualTo(200);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.headers()).containsEntry("Content-Type", "image/png");
        assertThat(file.body().bytes()).asString().isEqualTo("a picture");
    }

    @Test
    void shouldTakeNoUploadThatWasNotInitiated() {
        assertThat(anonymous("PUT", "/storage/uploads/x/a.png", "a picture").status())
                .isEqualTo(403);
        assertThat(anonymous("GET", "/files/uploads/x/a.png", "").status()).isEqualTo(404);
        assertThat(fal.call("POST", "/storage/upload/initiate", "{}").status()).isEqualTo(422);
        assertThat(anonymous("POST", "/storage/upload/initiate", "{}").status()).isEqualTo(401);
    }

    private Answer.Reply anonymous(String method, String path, String body) {
        return (Answer.Reply) fal.queue.answer(new Call(method, path, Map.of(), body.getBytes()));
    }

    @Test
    void shouldCountCallsAcceptedSubmitsAndStrayKeys() {
        fal.submit();
        fal.submit();
        fal.submit("veed/fabric-1.0", Map.of());
        fal.status("request-1");
        fal.cancel("request-2");

        assertThat(fal.queue.calls(CallKind.SUBMIT)).isEqualTo(3);
        assertThat(fal.queue.calls(CallKind.STATUS)).isEqualTo(1);
        assertThat(fal.queue.accepted()).isEqualTo(Map.of("https://example.org/a.png https://example.org/a.mp3", 2));
        assertThat(fal.queue.unfinished()).extracting(RequestView::requestId).containsExactly("request-1");
        assertThat(fal.queue.requests())
                .filteredOn(RequestView::cancelled)
                .extracting(RequestView::requestId)
                .containsExactly("request-2");
        assertThat(fal.queue.strayKeys()).isZero();

        fal.call("GET", Route.video("request-1"), "");
        assertThat(fal.queue.strayKeys()).isEqualTo(1);
    }
}
