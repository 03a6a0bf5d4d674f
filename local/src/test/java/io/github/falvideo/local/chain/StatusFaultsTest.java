package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Status: a call that failed is a missed poll, not a failed video; only a definite refusal and fal's own end are ends. */
class StatusFaultsTest {
    @AutoClose
    private final Chain chain = new Chain();

    static Stream<Arguments> missedPolls() {
        return Stream.of(
                arguments("429", Faults.tooManyRequests()),
                arguments("408", Faults.status(408, "Timeout")),
                arguments("500", Faults.status(500, "Internal error")),
                arguments("502", Faults.html(502)),
                arguments("503", Faults.status(503, "Unavailable")),
                arguments("504", Faults.status(504, "Gateway timeout")),
                arguments("connection refused", new Effect.Refuse()),
                arguments("connection reset", new Effect.Lose()),
                arguments("never answering", new Effect.Silence(false)),
                arguments("stalled body", new Effect.Stall(5)),
                arguments("cut body", new Effect.Cut(5)),
                arguments("HTML", Faults.html(200)),
                arguments("empty body", Faults.empty(200)),
                arguments("unknown word", Faults.unknownWord()),
                arguments("empty word", new Effect.Merge(Map.of("status", ""))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("missedPolls")
    void shouldGoOnAfterAMissedPoll(String name, Effect effect) {
        Video video = chain.fal(CallKind.STATUS, Occurrences.nth(2), effect).make();

        assertSucceeded(video);
        assertThat(video.entered("ReportStatus")).isEqualTo(video.calls(CallKind.STATUS) - 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("missedPolls")
    void shouldGoOnAfterTenMissedPollsInARow(String name, Effect effect) {
        Video video =
                chain.fal(CallKind.STATUS, Occurrences.firstOnes(10), effect).make();

        assertSucceeded(video);
        assertThat(video.calls(CallKind.STATUS)).isGreaterThanOrEqualTo(11);
        assertThat(video.told().get("polls")).isEqualTo((int) video.calls(CallKind.STATUS));
    }

    @Test
    void shouldKeepTheLastStatusKnownWhenEveryFurtherPollFails() {
        Video video = chain.fal(CallKind.STATUS, Occurrences.from(2), Faults.html(502))
                .make();

        assertThat(video.error()).isEqualTo("TimedOut");
        assertThat(video.told().get("queuePosition")).isEqualTo(1);
        assertThat(video.calls(CallKind.STATUS)).isEqualTo(61);
        assertThat(chain.passed()).isEqualTo(Duration.ofSeconds(300));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments("401", Faults.status(401, "Invalid key"), "Check the FAL_KEY"),
                arguments("403", Faults.lockedAccount(), "Exhausted balance"),
                arguments(
                        "404",
                        new Effect.Respond(404, Map.of(), "{\"status\": \"NOT_FOUND\"}", false),
                        "fal refused the status call (HTTP 404"),
                arguments("422", Faults.status(422, "Unprocessable"), "Unprocessable"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void shouldEndWhenFalRefusesToTell(String name, Effect effect, String words) {
        Video video = chain.fal(CallKind.STATUS, Occurrences.nth(3), effect).make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("RequestRefused");
        assertThat(video.cause()).contains(words).contains("req-1");
        assertThat(video.toldStatus()).isEqualTo("FAILED");
        assertThat(video.told().get("requestId")).isEqualTo("req-1");
        assertThat(video.calls(CallKind.STATUS)).isEqualTo(3);
        assertThat(video.film()).isEmpty();
    }

    static Stream<String> requestErrors() {
        return Faults.REQUEST_ERRORS.keySet().stream()
                .filter(type -> !type.equals("client_cancelled"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("requestErrors")
    void shouldEndWithFalsReasonWhenItIsCompletedWithAnError(String type) {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), Faults.ending(type))
                .make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("GenerationFailed");
        assertThat(video.cause()).contains("The request ended: " + type).contains("req-1");
        assertThat(video.accepted()).isOne();
        assertThat(video.calls(CallKind.RESULT)).isOne();
        assertThat(video.film()).isEmpty();
    }

    @Test
    void shouldSayCancelledWhenSomebodyElseCancelledItAtFal() {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), Faults.ending("client_cancelled"))
                .make();

        assertThat(video.error()).isEqualTo("GenerationCancelled");
        assertThat(video.toldStatus()).isEqualTo("CANCELLED");
    }

    @Test
    void shouldKeepPayloadsSmallWhateverFalLogs() {
        Video video = chain.fal(CallKind.STATUS, Occurrences.always(), new Effect.Logs(5 << 20))
                .make();

        assertSucceeded(video);
        assertThat(chain.workflow.machines().history(chain.arn("video-1")))
                .allSatisfy(event -> assertThat(Json.text(event.json())).hasSizeLessThan(32_768));
    }

    @Test
    void shouldTellPositionsAsTheyComeEvenWhenTheyRise() {
        List<Object> told = new ArrayList<>();
        chain.lambda.witness((call, after) -> {
            if (after && call.stateName().equals("ReportStatus")) {
                told.add(new Video(chain, "video-1").message());
            }
        });
        Video video = chain.fal(CallKind.STATUS, Occurrences.nth(1), Faults.position(3))
                .fal(CallKind.STATUS, Occurrences.nth(2), Faults.position(7))
                .make();

        assertSucceeded(video);
        assertThat(told).startsWith("In queue, position 3...", "In queue, position 7...");
    }

    private static void assertSucceeded(Video video) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.calls(CallKind.RESULT)).isOne();
    }
}
