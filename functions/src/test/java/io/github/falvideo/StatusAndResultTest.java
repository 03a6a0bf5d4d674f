package io.github.falvideo;

import static io.github.falvideo.HandlerBench.BASE;
import static io.github.falvideo.HandlerBench.REQUEST_ID;
import static io.github.falvideo.HandlerBench.call;
import static io.github.falvideo.HandlerBench.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.GenerationCancelledException;
import io.github.falvideo.fal.GenerationFailedException;
import io.github.falvideo.fal.ResultGoneException;
import io.github.falvideo.fal.ResultNotReadyException;
import io.github.falvideo.fal.http.ScriptedTransport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusAndResultTest {
    private static final String STATUS = event("check-status.json");
    private static final String RESULT = event("fetch-result.json");

    private final ScriptedTransport fal = new ScriptedTransport();
    private final HandlerBench bench = new HandlerBench(fal);
    private final CheckStatusHandler status = new CheckStatusHandler(bench.components);
    private final FetchResultHandler result = new FetchResultHandler(bench.components);

    @Test
    void shouldTellThePositionInTheQueue() {
        fal.thenReply(202, "{\"status\": \"IN_QUEUE\", \"queue_position\": 0, \"logs\": null}");

        assertThat(call(status, STATUS))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "status",
                        "IN_QUEUE",
                        "queuePosition",
                        0,
                        "logs",
                        List.of(),
                        "message",
                        "In queue, position 0..."));
        assertThat(fal.calls().get(0).uri()).hasToString(BASE + "/status?logs=1");
    }

    @Test
    void shouldTellTheProgress() {
        fal.thenReply(202, """
                {"status": "IN_PROGRESS",
                 "logs": [{"message": "Diffusing: 10%"}, {"message": "Diffusing: 45%", "timestamp": "x"}]}""");

        assertThat(call(status, STATUS))
                .containsEntry("status", "IN_PROGRESS")
                .containsEntry("progress", 45)
                .containsEntry("logs", List.of("Diffusing: 10%", "Diffusing: 45%"))
                .containsEntry("message", "Generating your video...")
                .doesNotContainKeys("queuePosition", "error");
    }

    @Test
    void shouldTellTheEndAndItsError() {
        fal.thenReply(200, "{\"status\": \"COMPLETED\"}")
                .thenReply(
                        200, "{\"status\": \"COMPLETED\", \"error\": \"no\", \"error_type\": \"runner_disconnected\"}");

        assertThat(call(status, STATUS))
                .containsEntry("message", "Video generation complete!")
                .doesNotContainKeys("error", "errorType");
        assertThat(call(status, STATUS))
                .containsEntry("status", "COMPLETED")
                .containsEntry("error", "no")
                .containsEntry("errorType", "runner_disconnected");
    }

    @Test
    void shouldFailAMissedPollByItsName() {
        fal.thenReply(502, "<html>");

        assertThatThrownBy(() -> call(status, STATUS)).isInstanceOf(FalUnavailableException.class);
    }

    @Test
    void shouldGiveTheVideoOfTheResult() {
        fal.thenReply(200, "{\"video\": {\"url\": \"https://v3b.fal.media/x.mp4\", \"file_size\": 17}}");

        assertThat(call(result, RESULT))
                .isEqualTo(Map.of("video", Map.of("url", "https://v3b.fal.media/x.mp4", "fileSize", 17)));
        assertThat(fal.calls().get(0).uri()).hasToString(BASE);
    }

    @Test
    void shouldTellNotReadyFailedAndGoneApart() {
        fal.thenReply(400, "{\"detail\": \"Request is still in progress\"}")
                .thenReply(422, "{\"detail\": [{\"msg\": \"No face\", \"type\": \"face_detection_error\"}]}")
                .thenReply(404, "{\"status\": \"NOT_FOUND\"}");

        assertThatThrownBy(() -> call(result, RESULT)).isInstanceOf(ResultNotReadyException.class);
        assertThatThrownBy(() -> call(result, RESULT))
                .isInstanceOf(GenerationFailedException.class)
                .hasMessageContaining("No face");
        assertThatThrownBy(() -> call(result, RESULT)).isInstanceOf(ResultGoneException.class);
    }

    @Test
    void shouldBelieveTheErrorOfTheStatusWhenTheResultHasNoneOfItsOwn() {
        String told = with("startup_timeout", "the runner did not start");
        fal.thenReply(504, "").thenReply(404, "{}").thenReply(200, "{}");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> call(result, told))
                    .isInstanceOfSatisfying(GenerationFailedException.class, e -> {
                        assertThat(e.type()).isEqualTo("startup_timeout");
                        assertThat(e.requestId()).isEqualTo(REQUEST_ID);
                    })
                    .hasMessageContaining("the runner did not start");
        }
    }

    @Test
    void shouldPreferTheModelsOwnWordsToTheStatus() {
        fal.thenReply(422, "{\"detail\": [{\"msg\": \"No face\", \"type\": \"face_detection_error\"}]}");

        assertThatThrownBy(() -> call(result, with("x", "failed"))).hasMessageContaining("No face");
    }

    @Test
    void shouldTakeAVideoThatIsThereInSpiteOfTheStatus() {
        fal.thenReply(200, "{\"video\": {\"url\": \"https://v3b.fal.media/x.mp4\"}}");

        assertThat(call(result, with("x", "failed"))).containsKey("video");
    }

    @Test
    void shouldKnowACancelledRequest() {
        fal.thenReply(404, "{}");

        assertThatThrownBy(() -> call(result, with("client_cancelled", "Request was cancelled")))
                .isInstanceOf(GenerationCancelledException.class);
    }

    private static String with(String type, String error) {
        return RESULT.replace("\"statusErrorType\": null", "\"statusErrorType\": \"" + type + "\"")
                .replace("\"statusError\": null", "\"statusError\": \"" + error + "\"");
    }
}
