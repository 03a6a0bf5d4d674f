package io.github.falvideo.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, result and cancel. */
class FalQueueTest {
    static final String KEY = "key-id:key-secret";
    static final String ID = "764cabcf-b745-4b3e-ae38-1200304cf45b";
    static final String BASE = "https://queue.fal.run/veed/fabric-1.0/requests/" + ID;
    static final QueuedRequest REQUEST =
            new QueuedRequest("veed/fabric-1.0/fast", ID, BASE + "/status", BASE, BASE + "/cancel");

    private final ScriptedTransport net = new ScriptedTransport();
    private final FalQueue queue = new FalQueue(FalConfiguration.defaults(), () -> KEY, net);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test/status",
                "http://queue.fal.run/status",
                "https://queue.fal.run:444/status",
                "https://queue.fal.run@evil.test/status",
                "https://169.254.169.254/latest",
                "not a url"
            })
    void shouldSendNothingToAForeignUrl(String foreign) {
        QueuedRequest request = new QueuedRequest("veed/fabric-1.0", ID, foreign, foreign, foreign);

        assertThatThrownBy(() -> queue.status(request)).isInstanceOf(UnsafeUrlException.class);
        assertThatThrownBy(() -> queue.result(request)).isInstanceOf(UnsafeUrlException.class);
        assertThatThrownBy(() -> queue.cancel(request)).isInstanceOfSatisfying(UnsafeUrlException.class, e -> {
            assertThat(e.retryable()).isFalse();
            assertThat(e.requestId()).isEqualTo(ID);
        });
        assertThat(net.calls()).isEmpty();
    }

    @Test
    void shouldBuildMissingUrlsFromModelAndRequestId() {
        QueuedRequest request = new QueuedRequest("veed/fabric-1.0/text", ID, null, null, " ");
        net.thenReply(200, "{\"status\":\"IN_PROGRESS\"}")
                .thenReply(200, "{\"video\":{\"url\":\"https://v3.fal.media/a.mp4\"}}")
                .thenReply(200, "");

        queue.status(request);
        queue.result(request);
        queue.cancel(request);

        assertThat(net.calls())
                .extracting(call -> call.method() + " " + call.uri())
                .containsExactly("GET " + BASE + "/status?logs=1", "GET " + BASE, "PUT " + BASE + "/cancel");
    }

    @Test
    void shouldRefuseARequestOfWhichNothingIsKnown() {
        assertThatThrownBy(() -> queue.status(new QueuedRequest(null, null, null, null, null)))
                .isInstanceOf(RequestRefusedException.class);
        assertThat(net.calls()).isEmpty();
    }

    @Test
    void shouldReadAStatusWithItsLastLogLines() {
        String logs = IntStream.rangeClosed(1, 30)
                .mapToObj(i ->
                        "{\"timestamp\":\"2026-01-01T00:00:%02d%s\",\"message\":\"Diffusing: %d%%\",\"level\":{\"a\":[1]}}"
                                .formatted(i, i % 2 == 0 ? "Z" : "", i))
                .collect(Collectors.joining(","));
        net.thenReply(
                202,
                "{\"request_id\":\"x\",\"logs\":[" + logs
                        + "],\"queue_position\":4,\"status\":\"IN_PROGRESS\",\"metrics\":{}}");

        QueueStatus status = queue.status(REQUEST);

        assertThat(status.status()).isEqualTo(QueueStatus.State.IN_PROGRESS);
        assertThat(status.queuePosition()).isNull();
        assertThat(status.logs()).hasSize(10).startsWith("Diffusing: 21%").endsWith("Diffusing: 30%");
        assertThat(net.calls().get(0).uri()).hasToString(BASE + "/status?logs=1");
    }

    @Test
    void shouldReadAPositionOnlyWhileInTheQueue() {
        net.thenReply(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":7,\"logs\":null}")
                .thenReply(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":-1}")
                .thenReply(202, "{\"status\":\"IN_QUEUE\",\"queue_position\":99999999999}");

        assertThat(queue.status(REQUEST))
                .isEqualTo(new QueueStatus(QueueStatus.State.IN_QUEUE, 7, List.of(), null, null));
        assertThat(queue.status(REQUEST).queuePosition()).isNull();
        assertThat(queue.status(REQUEST).queuePosition()).isNull();
    }

    @Test
    void shouldTellTheErrorOfACompletedRequest() {
        net.thenReply(
                        200,
                        "{\"status\":\"COMPLETED\",\"error\":\"Runner gone\",\"error_type\":\"runner_disconnected\"}")
                .thenReply(
                        200, "{\"status\":\"COMPLETED\",\"error\":{\"msg\":\"no face\",\"input\":\"u\"},\"logs\":[]}")
                .thenReply(200, "{\"status\":\"COMPLETED\",\"error\":null,\"error_type\":null}");

        assertThat(queue.status(REQUEST))
                .isEqualTo(new QueueStatus(
                        QueueStatus.State.COMPLETED, null, List.of(), "Runner gone", "runner_disconnected"));
        assertThat(queue.status(REQUEST).error()).isEqualTo("no face");
        assertThat(queue.status(REQUEST).error()).isNull();
    }

    @Test
    void shouldReadTheStatusBehindMegabytesOfLogs() {
        String line = "{\"timestamp\":\"t\",\"message\":\"" + "x".repeat(1000) + "\"}";
        String logs = IntStream.range(0, 5000).mapToObj(i -> line).collect(Collectors.joining(","));
        net.thenReply(200, "{\"logs\":[" + logs + "],\"status\":\"COMPLETED\"}");

        QueueStatus status = queue.status(REQUEST);

        assertThat(status.status()).isEqualTo(QueueStatus.State.COMPLETED);
        assertThat(status.logs()).hasSize(10).allSatisfy(l -> assertThat(l).hasSize(300));
    }

    @Test
    void shouldCountAStatusThatWasToldBeforeItsLogsBrokeOff() {
        byte[] start = "{\"status\":\"COMPLETED\",\"logs\":[{\"message\":\"a\"},{\"mess".getBytes();
        byte[] endless =
                ("{\"status\":\"IN_PROGRESS\",\"logs\":[" + "{\"message\":\"abcdefgh\"},".repeat(800_000)).getBytes();
        net.thenBreak(200, Map.of(), start, new SocketTimeoutException("slow"))
                .thenBreak(200, Map.of(), start, null)
                .thenReply(202, Map.of(), endless);

        assertThat(queue.status(REQUEST).status()).isEqualTo(QueueStatus.State.COMPLETED);
        assertThat(queue.status(REQUEST).logs()).containsExactly("a");
        assertThat(endless.length).isGreaterThan(16 << 20);
        assertThat(queue.status(REQUEST).status()).isEqualTo(QueueStatus.State.IN_PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "<html>",
                "{\"status\":\"\"}",
                "{\"status\":\"SLEEPING\"}",
                "{\"status\":7}",
                "{\"status\":\"COMPLETED\" oops",
                "{\"request_id\":\"x\""
            })
    void shouldAskAgainWhenTheStatusIsNoKnownWord(String body) {
        net.thenReply(200, body);

        assertThatThrownBy(() -> queue.status(REQUEST)).isInstanceOfSatisfying(FalUnavailableException.class, e -> {
            assertThat(e.retryable()).isTrue();
            assertThat(e.requestId()).isEqualTo(ID);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "400, RequestRefusedException, GenerationFailedException, RequestRefusedException",
        "401, RequestRefusedException, RequestRefusedException, RequestRefusedException",
        "403, RequestRefusedException, RequestRefusedException, RequestRefusedException",
        "404, RequestRefusedException, ResultGoneException, -",
        "405, RequestRefusedException, GenerationFailedException, RequestRefusedException",
        "422, RequestRefusedException, GenerationFailedException, RequestRefusedException",
        "499, RequestRefusedException, GenerationCancelledException, RequestRefusedException",
        "408, FalUnavailableException, FalUnavailableException, FalUnavailableException",
        "429, FalUnavailableException, FalUnavailableException, FalUnavailableException",
        "500, FalUnavailableException, FalUnavailableException, FalUnavailableException",
        "502, FalUnavailableException, FalUnavailableException, FalUnavailableException",
        "503, FalUnavailableException, FalUnavailableException, FalUnavailableException",
        "504, FalUnavailableException, FalUnavailableException, FalUnavailableException",
        "302, FalUnavailableException, FalUnavailableException, FalUnavailableException",
    })
    void shouldTellTheCodesOfTheOtherCallsApart(int status, String atStatus, String atResult, String atCancel) {
        for (int i = 0; i < 3; i++) {
            net.thenReply(status, "{\"detail\":\"because\"}");
        }

        assertThat(nameOf(() -> queue.status(REQUEST))).isEqualTo(atStatus);
        assertThat(nameOf(() -> queue.result(REQUEST))).isEqualTo(atResult);
        assertThat(nameOf(() -> queue.cancel(REQUEST))).isEqualTo(atCancel);
        assertThat(net.calls()).hasSize(3);
    }

    @Test
    void shouldAskAgainWhenTheNetworkFails() {
        for (int i = 0; i < 3; i++) {
            net.thenFail(new IOException("Connection reset"));
        }

        assertThatThrownBy(() -> queue.status(REQUEST)).isInstanceOf(FalUnavailableException.class);
        assertThatThrownBy(() -> queue.result(REQUEST)).isInstanceOf(FalUnavailableException.class);
        assertThatThrownBy(() -> queue.cancel(REQUEST))
                .isInstanceOf(FalUnavailableException.class)
                .hasMessageContaining("Connection reset");
    }

    @Test
    void shouldReadAResult() {
        net.thenReply(
                        200,
                        "{\"video\":{\"url\":\"https://v3b.fal.media/files/b/x.mp4\",\"content_type\":\"audio/mp4\",\"file_name\":null,\"file_size\":null}}")
                .thenReply(
                        201,
                        "{\"video\":{\"url\":\"https://fal.media/y.mp4\",\"file_name\":\"y.mp4\",\"file_size\":5000000000}}")
                .thenReply(
                        200, "{\"video\":{\"url\":\"https://fal.media/z.mp4\",\"file_name\":3,\"file_size\":\"big\"}}");

        assertThat(queue.result(REQUEST))
                .isEqualTo(new GeneratedVideo("https://v3b.fal.media/files/b/x.mp4", "audio/mp4", null, null));
        assertThat(queue.result(REQUEST))
                .isEqualTo(new GeneratedVideo("https://fal.media/y.mp4", null, "y.mp4", 5_000_000_000L));
        assertThat(queue.result(REQUEST)).isEqualTo(new GeneratedVideo("https://fal.media/z.mp4", null, null, null));
        assertThat(net.calls().get(0).uri()).hasToString(BASE);
    }

    @Test
    void shouldTellNotReadyFromFailed() {
        net.thenReply(400, "{\"detail\":\"Request is still in progress\"}")
                .thenReply(202, "{\"status\":\"IN_PROGRESS\"}")
                .thenReply(400, "{\"detail\":\"Bad input\",\"error_type\":\"bad_request\"}");

        assertThatThrownBy(() -> queue.result(REQUEST))
                .isInstanceOfSatisfying(
                        ResultNotReadyException.class,
                        e -> assertThat(e.retryable()).isTrue());
        assertThatThrownBy(() -> queue.result(REQUEST)).isInstanceOf(ResultNotReadyException.class);
        assertThatThrownBy(() -> queue.result(REQUEST)).isInstanceOfSatisfying(GenerationFailedException.class, e -> {
            assertThat(e.type()).isEqualTo("bad_request");
            assertThat(e.detail()).isEqualTo("Bad input");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content_policy_violation",
                "no_media_generated",
                "image_too_small",
                "image_too_large",
                "image_load_error",
                "file_download_error",
                "face_detection_error",
                "file_too_large",
                "audio_duration_too_long",
                "audio_duration_too_short",
                "unsupported_audio_format",
                "unsupported_image_format",
                "one_of"
            })
    void shouldNameTheModelsError(String type) {
        net.thenReply(
                422,
                "{\"detail\":[{\"loc\":[\"body\",\"image_url\"],\"msg\":\"It went wrong\",\"type\":\"" + type
                        + "\"}]}");

        assertThatThrownBy(() -> queue.result(REQUEST))
                .hasMessageContaining(type)
                .isInstanceOfSatisfying(GenerationFailedException.class, e -> {
                    assertThat(e.type()).isEqualTo(type);
                    assertThat(e.detail()).isEqualTo("image_url: It went wrong");
                });
    }

    @Test
    void shouldCallASuccessWithoutAVideoUrlAFailedGeneration() {
        net.thenReply(200, "{\"video\":null}")
                .thenReply(200, "{\"video\":{\"url\":\" \"},\"detail\":\"nothing made\"}")
                .thenReply(200, "{\"error\":\"stopped\",\"error_type\":\"client_cancelled\"}")
                .thenReply(200, "[]")
                .thenReply(200, "<html>");

        assertThatThrownBy(() -> queue.result(REQUEST))
                .isInstanceOfSatisfying(
                        GenerationFailedException.class,
                        e -> assertThat(e.type()).isEqualTo("no_video_in_result"));
        assertThatThrownBy(() -> queue.result(REQUEST))
                .isInstanceOf(GenerationFailedException.class)
                .hasMessageContaining("nothing made");
        assertThatThrownBy(() -> queue.result(REQUEST)).isInstanceOf(GenerationCancelledException.class);
        assertThatThrownBy(() -> queue.result(REQUEST)).isInstanceOf(GenerationFailedException.class);
        assertThatThrownBy(() -> queue.result(REQUEST)).isInstanceOf(FalUnavailableException.class);
    }

    @Test
    void shouldTakeTheErrorTypeFromTheHeaderWhenTheBodyHasNone() {
        net.thenReply(503, Map.of("X-Fal-Error-Type", "runner_disconnected"), "<html>".getBytes());

        assertThatThrownBy(() -> queue.result(REQUEST))
                .hasMessageContaining("HTTP 503, runner_disconnected, with a body that is not JSON")
                .isInstanceOfSatisfying(
                        FalUnavailableException.class,
                        e -> assertThat(e.errorType()).isEqualTo("runner_disconnected"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"status\":\"OK\"} | CANCELLED",
                "202 | {\"status\":\"CANCELLATION_REQUESTED\"} | CANCELLATION_REQUESTED",
                "400 | {\"status\":\"ALREADY_COMPLETED\"} | ALREADY_COMPLETED",
                "404 | {\"status\":\"NOT_FOUND\"} | NOT_FOUND",
                "200 | {\"success\":true} | CANCELLED",
                "202 | {\"success\":true} | CANCELLATION_REQUESTED",
                "200 | {\"status\":\"ALREADY_COMPLETED\"} | ALREADY_COMPLETED",
                "400 | {\"status\":\"cancellation_requested\"} | CANCELLATION_REQUESTED",
                "200 | '' | CANCELLED",
                "202 | '' | CANCELLATION_REQUESTED",
                "204 | '' | CANCELLATION_REQUESTED",
                "400 | '' | ALREADY_COMPLETED",
                "404 | {\"detail\":\"Not found\"} | NOT_FOUND",
                "200 | {\"status\":\"WHAT\"} | CANCELLED",
            })
    void shouldPreferTheBodysWordOverTheCodeOfACancel(int status, String body, CancelOutcome outcome) {
        net.thenReply(status, body);

        assertThat(queue.cancel(REQUEST)).isEqualTo(outcome);
        assertThat(net.calls().get(0).method()).isEqualTo("PUT");
        assertThat(net.calls().get(0).body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>, FalUnavailableException",
        "404, <html>, RequestRefusedException",
        "400, <html>, RequestRefusedException",
        "200, {\"success\":false}, RequestRefusedException",
        "503, {\"status\":\"OK\"}, FalUnavailableException"
    })
    void shouldNotTakeAPageOfSomeProxyForAnAnswerToACancel(int status, String body, String name) {
        net.thenReply(status, body);

        assertThat(catchThrowableOfType(FalException.class, () -> queue.cancel(REQUEST))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(name);
    }

    @Test
    void shouldBoundItsMessagesAndKeepTheRequestId() {
        net.thenReply(422, "{\"detail\":\"" + "very ".repeat(10_000) + "\"}");

        assertThatThrownBy(() -> queue.result(REQUEST))
                .hasMessageContaining(ID)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeBetween(500, 1000));
    }

    private static String nameOf(Runnable call) {
        try {
            call.run();
            return "-";
        } catch (FalException e) {
            assertThat(e.requestId()).isEqualTo(ID);
            assertThat(e).hasMessageContaining("because").hasMessageContaining(ID);
            assertThat(e.retryable()).isEqualTo(e instanceof FalUnavailableException);
            return e.getClass().getSimpleName();
        }
    }
}
