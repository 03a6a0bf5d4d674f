package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Secrets: the key and the signatures of presigned URLs go to fal and lie nowhere; users' texts and URLs are in no log. Each run of every
 * test in this package is searched for them ({@link Promises}, {@link Chain#close}); here fal itself gives away what it was sent.
 */
class SecretsTest {
    @AutoClose
    private final Chain chain = new Chain();

    private final List<String> sent = new CopyOnWriteArrayList<>();

    /** A picture of the own bucket, to be presigned, and a text. */
    private static Map<String, Object> request() {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("image_url", "s3://" + Chain.BUCKET + "/uploads/video-1.png");
        input.put("text", LogScan.TEXT + " for one person only");
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("input", input);
        return request;
    }

    static Stream<Arguments> runs() {
        return Stream.of(
                arguments("nothing goes wrong", CallKind.SUBMIT, nothing()),
                arguments("submit refused", CallKind.SUBMIT, Faults.status(401, "Invalid key " + Chain.KEY)),
                arguments("input refused", CallKind.SUBMIT, tellingAll(422)),
                arguments("submit uncertain", CallKind.SUBMIT, tellingAll(500)),
                arguments("submit lost", CallKind.SUBMIT, new Effect.Lose()),
                arguments("picture unreadable", CallKind.RESULT, tellingAll(422)),
                arguments("result refused", CallKind.RESULT, tellingAll(401)),
                arguments("status refused", CallKind.STATUS, tellingAll(404)),
                arguments("status unavailable", CallKind.STATUS, tellingAll(502)),
                arguments("logs that tell", CallKind.STATUS, new Effect.Merge(Map.of("logs", List.of(all())))),
                arguments("media refused", CallKind.MEDIA, tellingAll(403)));
    }

    private static Effect nothing() {
        return new Effect.Cut(Long.MAX_VALUE);
    }

    private static String all() {
        return "Cannot read https://the-bucket.s3.amazonaws.com/uploads/video-1.png?X-Amz-Credential=AKIATEST%2Fx"
                + "&X-Amz-Signature=0123456789abcdef for " + Chain.KEY;
    }

    /** fal's reply holds the presigned URL, the key, and the whole input. */
    private static Effect tellingAll(int status) {
        return new Effect.Respond(
                status,
                Map.of("Content-Type", "application/json"),
                "{\"detail\": [{\"type\": \"image_load_error\", \"loc\": [\"body\", \"image_url\"], \"msg\": \"" + all()
                        + "\", \"input\": \"" + LogScan.TEXT + "\", \"ctx\": {\"url\": \"" + all() + "\"}}]}",
                false);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void shouldKeepNoSecretWhateverHappens(String name, CallKind call, Effect effect) {
        chain.wire.witness(this::remember);

        Video video = chain.fal(call, Occurrences.always(), effect).make(request());

        assertThat(video.status()).isNotEqualTo(ExecutionStatus.RUNNING);
        // The signature was there to be found, and so was the key.
        assertThat(sent).anyMatch(body -> body.contains("X-Amz-Signature="));
        assertThat(sent).anyMatch(body -> body.contains("Key " + Chain.KEY));
        assertThat(chain.kept()).isNotEmpty();
        assertThat(LogScan.get().found()).isEmpty();
    }

    @Test
    void shouldKeepNoSecretWhenItIsStoppedAndTheCancelFails() {
        chain.fal(CallKind.CANCEL, Occurrences.always(), tellingAll(500))
                .at(Duration.ofSeconds(7), () -> chain.stop("video-1"));

        Video video = chain.make(request());

        assertThat(video.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(LogScan.get().found()).isEmpty();
    }

    @Test
    void shouldReadTheLogs() {
        long before = LogScan.get().lines();

        chain.make();

        assertThat(LogScan.get().lines()).isGreaterThan(before);
        assertThat(LogScan.get().isStarted()).isTrue();
    }

    @Test
    void shouldFindWhatItLooksFor() {
        LogScan scan = new LogScan();
        scan.start();
        System.Logger log = System.getLogger("io.github.falvideo.local.chain.Example");
        ch.qos.logback.classic.Logger logger = (ch.qos.logback.classic.Logger)
                org.slf4j.LoggerFactory.getLogger("io.github.falvideo.local.chain.Example");
        logger.setAdditive(false);
        logger.addAppender(scan);

        log.log(Level.INFO, "harmless id=video-1");
        log.log(Level.INFO, "the key " + Chain.KEY);
        log.log(Level.INFO, all());
        log.log(Level.WARNING, "a failure", new IllegalStateException("https://example.com/video-1.png"));
        log.log(Level.INFO, LogScan.TEXT);

        assertThat(scan.found()).hasSize(4);
    }

    private void remember(HttpCall call) {
        sent.add(call.headers() + " " + (call.body() == null ? "" : new String(call.body(), StandardCharsets.UTF_8)));
    }
}
