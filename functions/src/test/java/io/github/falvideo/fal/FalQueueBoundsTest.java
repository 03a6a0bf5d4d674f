package io.github.falvideo.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly at the limits of what the queue may say and be told. */
class FalQueueBoundsTest {
    private static final String ID = "764cabcf-b745-4b3e-ae38-1200304cf45b";
    private static final String BASE = "https://queue.fal.run/veed/fabric-1.0/requests/" + ID;
    private static final String TAKEN = "{\"request_id\":\"" + ID + "\",\"queue_position\":0}";
    private static final QueuedRequest JOB =
            new QueuedRequest("veed/fabric-1.0", ID, BASE + "/status", BASE, BASE + "/cancel");

    private final ScriptedTransport net = new ScriptedTransport();

    @Test
    void shouldKeepTheFirstPlaceInTheQueue() {
        net.thenReply(200, TAKEN);

        assertThat(submit("k").queuePosition()).isZero();
        assertThat(net.calls().get(0).headers()).containsEntry("Content-Type", "application/json");
    }

    @Test
    void shouldSendNoContentTypeWithoutABody() {
        net.thenReply(200, "{\"status\":\"IN_QUEUE\",\"queue_position\":0}");

        assertThat(queue("k").status(JOB).queuePosition()).isZero();
        assertThat(net.calls().get(0).headers()).doesNotContainKey("Content-Type");
    }

    @Test
    void shouldReadAnAnswerOfUpToOneMebibyte() {
        String padding = " ".repeat((1 << 20) - TAKEN.length());
        net.thenReply(200, TAKEN + padding).thenReply(200, TAKEN + padding + " ");

        assertThat(submit("k").requestId()).isEqualTo(ID);
        assertThatThrownBy(() -> submit("k"))
                .isInstanceOf(SubmissionUncertainException.class)
                .hasMessageContaining("larger than 1 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!~", " k\n"})
    void shouldTakeAKeyOfPrintableCharacters(String key) {
        net.thenReply(200, TAKEN);

        submit(key);

        assertThat(net.calls().get(0).headers()).containsEntry("Authorization", "Key " + key.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "'a b', holds characters that no key has",
        "'a\u007f', holds characters that no key has",
        "' ', is empty"
    })
    void shouldNotSendAKeyThatIsNone(String key, String why) {
        assertThatThrownBy(() -> submit(key))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining(why);
        assertThat(net.calls()).isEmpty();
    }

    @Test
    void shouldTakeNoRedirectForAnAnswer() {
        net.thenReply(300, TAKEN).thenReply(300, "{\"status\":\"COMPLETED\"}").thenReply(300, "{\"status\":\"x\"}");

        assertThatThrownBy(() -> submit("k")).isInstanceOf(SubmissionUncertainException.class);
        assertThatThrownBy(() -> queue("k").status(JOB)).isInstanceOf(FalUnavailableException.class);
        assertThatThrownBy(() -> queue("k").cancel(JOB)).isInstanceOf(FalUnavailableException.class);
    }

    @Test
    void shouldTakeTheFirst4xxForARefusal() {
        net.thenReply(400, "{\"detail\":\"no\"}");

        assertThatThrownBy(() -> queue("k").status(JOB)).isInstanceOf(RequestRefusedException.class);
    }

    @Test
    void shouldAdviseToCheckTheKeyOnlyWhenItIsTheKey() {
        net.thenReply(401, "{\"detail\":\"no\"}").thenReply(403, "{\"detail\":\"no\"}");

        assertThatThrownBy(() -> queue("k").status(JOB)).hasMessageContaining("Check the FAL_KEY.");
        assertThatThrownBy(() -> queue("k").status(JOB)).hasMessageNotContaining("FAL_KEY");
    }

    @Test
    void shouldKeepABodyOutOfTheCauseAndAFailureInIt() {
        IOException reset = new IOException("Connection reset");
        net.thenReply(200, "<html>private</html>").thenBreak(200, Map.of(), new byte[0], reset);

        assertThatThrownBy(() -> submit("k"))
                .isInstanceOf(SubmissionUncertainException.class)
                .hasNoCause();
        assertThatThrownBy(() -> submit("k"))
                .isInstanceOf(SubmissionUncertainException.class)
                .hasCause(reset);
    }

    @Test
    void shouldShowShortLimitsOfAModelAndNothingLong() {
        String ten = "1,2,3,4,5,6,7,8,9,10";
        String sixty = "x".repeat(60);

        assertThat(refusal("{\"list\":[" + ten + "]}")).contains("(list: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)");
        assertThat(refusal("{\"list\":[" + ten + ",11]}")).doesNotContain("list");
        assertThat(refusal("{\"word\":\"" + sixty + "\"}")).contains("(word: " + sixty + ")");
        assertThat(refusal("{\"word\":\"" + sixty + "x\"}")).doesNotContain("word");
    }

    @Test
    void shouldBuildUrlsForAQueueThatIsWrittenWithASlash() {
        net.thenReply(200, TAKEN);

        SubmittedRequest submitted = queue("k", "https://queue.fal.run/").submit("veed/fabric-1.0", Map.of());

        assertThat(net.calls().get(0).uri()).hasToString("https://queue.fal.run/veed/fabric-1.0");
        assertThat(submitted.statusUrl()).isEqualTo(BASE + "/status");
    }

    @Test
    void shouldTakeAPortThatIsWrittenOutForTheSame() {
        String written = BASE.replace("fal.run", "fal.run:443") + "/status";
        net.thenReply(200, "{\"status\":\"IN_QUEUE\"}");

        queue("k").status(new QueuedRequest("veed/fabric-1.0", ID, written, BASE, BASE));

        assertThat(net.calls().get(0).uri().toString()).startsWith(written);
        assertThatThrownBy(
                        () -> queue("k").status(new QueuedRequest("m/n", ID, written.replace("443", "80"), BASE, BASE)))
                .isInstanceOf(UnsafeUrlException.class)
                .hasMessageContaining("but of queue.fal.run:");
        assertThatThrownBy(() -> queue("k").status(new QueuedRequest("m/n", ID, "not a url", BASE, BASE)))
                .isInstanceOf(UnsafeUrlException.class)
                .hasMessageContaining("but of no readable host:");
    }

    private String refusal(String context) {
        net.thenReply(
                422,
                "{\"detail\":[{\"loc\":[\"body\",\"image_url\"],\"msg\":\"wrong\",\"type\":\"t\",\"ctx\":" + context
                        + "}]}");
        try {
            submit("k");
        } catch (RequestRefusedException e) {
            return e.getMessage();
        }
        throw new AssertionError("accepted");
    }

    private SubmittedRequest submit(String key) {
        return queue(key).submit("veed/fabric-1.0", Map.of("text", "hello"));
    }

    private FalQueue queue(String key) {
        return queue(key, "https://queue.fal.run");
    }

    private FalQueue queue(String key, String url) {
        FalConfiguration defaults = FalConfiguration.defaults();
        return new FalQueue(
                new FalConfiguration(
                        URI.create(url),
                        false,
                        defaults.callTimeout(),
                        defaults.mediaHosts(),
                        defaults.maxMediaBytes(),
                        defaults.mediaStall(),
                        defaults.mediaTimeout(),
                        defaults.mediaResumes()),
                () -> key,
                net);
    }
}
