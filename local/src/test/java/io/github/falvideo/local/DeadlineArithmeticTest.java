package io.github.falvideo.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.asl.VirtualTime;
import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deadline's arithmetic: the very expressions of the state machine, with everything but time taken away around them. */
class DeadlineArithmeticTest {
    private static final Instant START = Instant.parse("2026-01-15T10:00:00.123Z");
    private static final String SUBMIT = "arn:aws:states:::lambda:invoke";

    /** Milliseconds since the submission; the status; where Decide goes; and how long the wait is there. */
    @ParameterizedTest
    @CsvSource({
        "300, 0, IN_QUEUE, Wait5Seconds, 5",
        "300, 150000, IN_PROGRESS, Wait5Seconds, 5",
        "300, 294999, IN_PROGRESS, Wait5Seconds, 5",
        "300, 295000, IN_PROGRESS, Wait5Seconds, 5",
        "300, 295001, IN_PROGRESS, Wait5Seconds, 5",
        "300, 295999, IN_PROGRESS, Wait5Seconds, 5",
        "300, 296000, IN_PROGRESS, Wait5Seconds, 4",
        "300, 298500, IN_PROGRESS, Wait5Seconds, 2",
        "300, 299000, IN_PROGRESS, Wait5Seconds, 1",
        "300, 299999, IN_PROGRESS, Wait5Seconds, 1",
        "300, 300000, IN_PROGRESS, TimedOut, 0",
        "300, 300001, IN_QUEUE, TimedOut, 0",
        "300, 9000000, IN_QUEUE, TimedOut, 0",
        "300, 0, COMPLETED, FetchResult, 0",
        "300, 299999, COMPLETED, FetchResult, 0",
        "300, 300000, COMPLETED, FetchResult, 0",
        "300, 9000000, COMPLETED, FetchResult, 0",
        "1, 0, IN_QUEUE, Wait5Seconds, 1",
        "1, 1000, IN_QUEUE, TimedOut, 0",
        "60, 57001, IN_QUEUE, Wait5Seconds, 3",
        "3600, 3594000, IN_QUEUE, Wait5Seconds, 5",
        "3600, 3600000, IN_QUEUE, TimedOut, 0",
    })
    void shouldDecideAndWaitByWhatIsLeftOfTheDeadline(
            int timeoutSeconds, long elapsed, String status, String decision, long wait) throws Exception {
        Map<String, Object> states = states();
        states.put("CheckStatus", ended("Wait5Seconds"));

        ExecutionRecord record = run(states, timeoutSeconds, elapsed, status);

        assertThat(Json.parse(record.output())).isEqualTo(decision);
        assertThat(Duration.between(record.startDate(), record.stopDate()))
                .isEqualTo(Duration.ofMillis(elapsed).plusSeconds(wait));
    }

    /** However long each look at the queue takes, the last one begins less than a second after the deadline, never before it. */
    @ParameterizedTest
    @CsvSource({"0", "1", "999", "1000", "1001", "2345", "4999", "5000", "59999"})
    void shouldLookOnceMoreRightAfterTheDeadline(long elapsed) throws Exception {
        Map<String, Object> states = states();
        states.put("CheckStatus", Map.of("Type", "Pass", "Next", "Decide"));

        ExecutionRecord record = run(states, 60, elapsed, "IN_PROGRESS");

        assertThat(Json.parse(record.output())).isEqualTo("TimedOut");
        assertThat(Duration.between(record.startDate(), record.stopDate()))
                .isBetween(Duration.ofSeconds(60), Duration.ofMillis(60_999));
    }

    @Test
    void shouldTellTheSameDeadlineToPeople() throws Exception {
        Map<String, Object> states = states();
        states.put(
                "Elapse",
                Map.of("Type", "Succeed", "Output", Map.of("deadline", "{% $deadline %}", "head", "{% $head %}")));
        states.keySet().retainAll(Set.of("Submit", "Elapse"));

        ExecutionRecord record = run(states, 300, 0, "IN_QUEUE");

        Instant deadline = START.plusSeconds(300);
        Map<?, ?> output = (Map<?, ?>) Json.parse(record.output());
        assertThat(((Number) output.get("deadline")).longValue()).isEqualTo(deadline.toEpochMilli());
        assertThat(((Map<?, ?>) output.get("head")).get("deadline")).isEqualTo("2026-01-15T10:05:00.123Z");
    }

    /** Submit's assignments, then time passes, then Decide and Wait5Seconds as they are; whatever follows them ends it. */
    private static Map<String, Object> states() throws IOException {
        Map<?, ?> real = (Map<?, ?>) definition().get("States");
        Map<String, Object> states = new LinkedHashMap<>();
        states.put(
                "Submit",
                Map.of(
                        "Type",
                        "Task",
                        "Resource",
                        SUBMIT,
                        "Assign",
                        ((Map<?, ?>) real.get("Submit")).get("Assign"),
                        "Next",
                        "Elapse"));
        states.put(
                "Elapse",
                Map.of(
                        "Type", "Wait",
                        "Timestamp", "{% $fromMillis($millis() + $states.context.Execution.Input.elapsed) %}",
                        "Assign", Map.of("last", Map.of("status", "{% $states.context.Execution.Input.status %}")),
                        "Next", "Decide"));
        states.put("Decide", real.get("Decide"));
        states.put("Wait5Seconds", real.get("Wait5Seconds"));
        states.put("FetchResult", ended("FetchResult"));
        states.put("TimedOut", ended("TimedOut"));
        return states;
    }

    private static Map<String, Object> ended(String name) {
        return Map.of("Type", "Succeed", "Output", name);
    }

    private static Map<?, ?> definition() throws IOException {
        try (InputStream in = DeadlineArithmeticTest.class.getResourceAsStream("/statemachine/video.asl.json")) {
            return (Map<?, ?>) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static ExecutionRecord run(Map<String, Object> states, int timeoutSeconds, long elapsed, String status)
            throws InterruptedException {
        Map<String, Object> payload = new LinkedHashMap<>();
        for (String name : new String[] {"model", "requestId", "statusUrl", "responseUrl", "cancelUrl", "message"}) {
            payload.put(name, "a " + name);
        }
        payload.putAll(Map.of(
                "submittedAt",
                START.toString(),
                "timeoutSeconds",
                timeoutSeconds,
                "cancelOnTimeout",
                false,
                "queuePosition",
                3));
        try (VirtualTime time = new VirtualTime(START, 1)) {
            StateMachines machines = StateMachines.in(time)
                    .resource(SUBMIT, call -> CompletableFuture.completedFuture(Map.of("Payload", payload)))
                    .build();
            String machine = machines.create(
                            "deadline",
                            Json.text(Map.of("QueryLanguage", "JSONata", "StartAt", "Submit", "States", states)),
                            "role")
                    .arn();
            String input = Json.text(Map.of("elapsed", elapsed, "status", status));
            String arn = machines.start(machine, "a", input).executionArn();
            assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
            return machines.execution(arn);
        }
    }
}
