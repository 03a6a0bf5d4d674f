package io.github.falvideo.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.NotConnectedException;
import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalQueueSubmitTest {
    private static final String MSG_422 = """
            {"detail": [
              {"loc": ["body", "image_url"], "msg": "The image is too small", "type": "image_too_small",
               "ctx": {"min_width": 256, "formats": ["jpg", "png"], "given": "https://x.test/a.png?X-Amz-Signature=abc"},
               "input": "https://bucket.test/a.png?X-Amz-Signature=secret"},
              {"loc": ["body", "resolution"], "msg": "Input should be '480p' or '720p'", "type": "literal_error", "input": "4k"}]}
            """;

    private final ScriptedTransport net = new ScriptedTransport();
    private final FalQueue queue = new FalQueue(FalConfiguration.defaults(), () -> FalQueueTest.KEY, net);

    private SubmittedRequest submit() {
        return queue.submit("veed/fabric-1.0/fast", Map.of("text", "hello"));
    }

    @Test
    void shouldSubmitTheInputUnwrappedWithTheKeyAndReadTheAnswer() throws IOException {
        net.thenReply(200, """
                {"status":"IN_QUEUE","request_id":"%s","response_url":"%s","status_url":"%s","cancel_url":"%s","queue_position":3}
                """.formatted(
                        FalQueueTest.ID,
                        FalQueueTest.BASE + "/response",
                        FalQueueTest.BASE + "/status",
                        FalQueueTest.BASE + "/cancel"));

        SubmittedRequest submitted = submit();

        assertThat(submitted)
                .isEqualTo(new SubmittedRequest(
                        FalQueueTest.ID,
                        FalQueueTest.BASE + "/status",
                        FalQueueTest.BASE + "/response",
                        FalQueueTest.BASE + "/cancel",
                        3));
        HttpCall call = net.calls().get(0);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.uri()).hasToString("https://queue.fal.run/veed/fabric-1.0/fast");
        assertThat(call.headers()).containsEntry("Authorization", "Key " + FalQueueTest.KEY);
        assertThat(JSON.std.mapFrom(call.body())).isEqualTo(Map.of("text", "hello"));
        assertThat(call.timeout()).isEqualTo(FalConfiguration.defaults().callTimeout());
        assertThat(call.toString()).doesNotContain("key");
    }

    @Test
    void shouldAcceptAny2xxAtSubmitAndBuildTheMissingUrlsFromOwnerAndApp() {
        net.thenReply(202, "{\"request_id\":\"" + FalQueueTest.ID + "\",\"queue_position\":null}");

        assertThat(submit())
                .isEqualTo(new SubmittedRequest(
                        FalQueueTest.ID,
                        FalQueueTest.BASE + "/status",
                        FalQueueTest.BASE,
                        FalQueueTest.BASE + "/cancel",
                        null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test/veed/fabric-1.0/requests/x/status",
                "http://queue.fal.run/veed/fabric-1.0/requests/x/status",
                "https://queue.fal.run:8443/x",
                "https://queue.fal.run@evil.test/x",
                "https://user@queue.fal.run/x",
                "https://queue.fal.run.evil.test/x",
                "https://queue.fal.run\\\\@evil.test/x",
                "https://127.0.0.1/x",
                "//evil.test/x",
                "not a url",
                "file:///etc/passwd"
            })
    void shouldNotLoseAPaidVideoToForeignUrlsInTheSubmitReply(String foreign) {
        net.thenReply(
                200,
                "{\"request_id\":\"%s\",\"status_url\":\"%s\",\"response_url\":\"%s\",\"cancel_url\":\"%s\"}"
                        .formatted(FalQueueTest.ID, foreign, foreign, foreign));

        assertThat(submit())
                .isEqualTo(new SubmittedRequest(
                        FalQueueTest.ID,
                        FalQueueTest.BASE + "/status",
                        FalQueueTest.BASE,
                        FalQueueTest.BASE + "/cancel",
                        null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "veed", "../x/y", "veed/..", "veed/a?b=c", "veed/a b", "//evil.test/x", "veed/fabric/"})
    void shouldNotSubmitToWhatIsNoModelId(String model) {
        assertThatThrownBy(() -> queue.submit(model, Map.of())).isInstanceOf(RequestRefusedException.class);
        assertThat(net.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, RequestRefusedException", "401, RequestRefusedException", "402, RequestRefusedException",
        "403, RequestRefusedException", "404, RequestRefusedException", "413, RequestRefusedException",
        "422, RequestRefusedException", "429, NotTakenException", "503, NotTakenException",
        "408, SubmissionUncertainException", "499, SubmissionUncertainException", "500, SubmissionUncertainException",
        "502, SubmissionUncertainException", "504, SubmissionUncertainException", "302, SubmissionUncertainException",
        "307, SubmissionUncertainException", "100, SubmissionUncertainException"
    })
    void shouldTellTheCodesOfSubmitApart(int status, String name) {
        for (String body : List.of("{\"detail\":\"no\"}", "<html>oops</html>", "")) {
            net.thenReply(status, Map.of("X-Fal-Request-Id", "header-id"), body.getBytes(StandardCharsets.UTF_8));

            FalException e = catchThrowableOfType(FalException.class, this::submit);

            assertThat(e.getClass().getSimpleName()).isEqualTo(name);
            assertThat(e.retryable()).isEqualTo(name.equals("NotTakenException"));
            assertThat(e).hasMessageContaining("HTTP " + status);
            if (name.equals("SubmissionUncertainException")) {
                assertThat(e.requestId()).isEqualTo("header-id");
                assertThat(e).hasMessageContaining("header-id").hasMessageContaining("not sent again");
            }
        }
        assertThat(net.calls()).hasSize(3);
    }

    @Test
    void shouldTellAConnectionNeverMadeFromAReplyThatWasLost() {
        net.thenFail(new NotConnectedException("ConnectException: Connection refused", null))
                .thenFail(new SocketTimeoutException("Read timed out"))
                .thenFail(new IOException("Connection reset"))
                .thenBreak(200, Map.of("x-fal-request-id", "h1"), "{\"request_id\":".getBytes(), new IOException("cut"))
                .thenBreak(200, Map.of(), "{\"request_id\":\"abc\"".getBytes(), null);

        assertThatThrownBy(this::submit).isInstanceOf(NotTakenException.class);
        assertThatThrownBy(this::submit)
                .isInstanceOf(SubmissionUncertainException.class)
                .hasMessageContaining("Read timed out");
        assertThatThrownBy(this::submit).isInstanceOf(SubmissionUncertainException.class);
        assertThatThrownBy(this::submit)
                .isInstanceOf(SubmissionUncertainException.class)
                .hasMessageContaining("h1");
        assertThatThrownBy(this::submit).isInstanceOf(SubmissionUncertainException.class);
        assertThat(net.calls()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>",
                "{\"request_id\":7}",
                "{\"request_id\":\" \"}",
                "{\"request_id\":null}",
                "\"x\""
            })
    void shouldCallA2xxWithoutAReadableRequestIdUncertain(String body) {
        net.thenReply(200, Map.of("x-fal-request-id", "h1"), body.getBytes());

        assertThatThrownBy(this::submit).isInstanceOfSatisfying(SubmissionUncertainException.class, e -> {
            assertThat(e.requestId()).isEqualTo("h1");
            assertThat(e.retryable()).isFalse();
        });
    }

    @Test
    void shouldShowALockedAccountWordForWord() {
        String words = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";
        net.thenReply(403, "{\"detail\":\"" + words + "\"}");

        assertThatThrownBy(this::submit)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        e -> assertThat(e.detail()).isEqualTo(words));
    }

    @Test
    void shouldShowEveryMessageOfA422WithItsFieldAndLimitsButNeverTheInput() {
        net.thenReply(422, MSG_422);

        assertThatThrownBy(this::submit)
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        e -> assertThat(e.detail())
                                .isEqualTo("image_url: The image is too small (min_width: 256; formats: jpg, png); "
                                        + "resolution: Input should be '480p' or '720p'"));
    }

    @Test
    void shouldNeverShowTheKeyOrASignature() {
        net.thenReply(
                422,
                "{\"detail\":\"bad key " + FalQueueTest.KEY
                        + " for https://b.test/a.png?X-Amz-Signature=0123abcd&x=1 yes\"}");

        assertThatThrownBy(this::submit)
                .hasMessageContaining("https://b.test/a.png?… yes")
                .hasMessageNotContainingAny(FalQueueTest.KEY, "0123abcd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a b", "schlüssel"})
    void shouldRefuseAKeyThatNoHeaderCanCarryWithoutQuotingIt(String key) {
        FalQueue broken = new FalQueue(FalConfiguration.defaults(), () -> key, net);

        assertThatThrownBy(() -> broken.submit("veed/fabric-1.0", Map.of()))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageStartingWith("The FAL_KEY");
        assertThat(net.calls()).isEmpty();
    }

    @Test
    void shouldStripTheNewlineThatSecretsOftenEndIn() {
        net.thenReply(200, "{\"request_id\":\"x1\"}");

        new FalQueue(FalConfiguration.defaults(), () -> FalQueueTest.KEY + "\n", net)
                .submit("veed/fabric-1.0", Map.of());

        assertThat(net.calls().get(0).headers()).containsEntry("Authorization", "Key " + FalQueueTest.KEY);
    }
}
