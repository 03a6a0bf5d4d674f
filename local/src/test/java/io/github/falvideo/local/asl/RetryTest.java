package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.definition.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'ErrorEquals': ['Lost']} | 0 1 3 7",
                "{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 1} | 0 1",
                "{'ErrorEquals': ['States.TaskFailed'], 'IntervalSeconds': 3, 'BackoffRate': 1.0, 'MaxAttempts': 4} | 0 3 6 9 12",
                "{'ErrorEquals': ['Lost'], 'IntervalSeconds': 2, 'BackoffRate': 3, 'MaxDelaySeconds': 10, 'MaxAttempts': 4} | 0 2 8 18 28",
                "{'ErrorEquals': ['Lost'], 'MaxAttempts': 0} | 0",
                "{'ErrorEquals': ['Found', 'States.Timeout']} | 0",
            })
    void shouldWaitAsTheRetrierSays(String retrier, String attempts) {
        try (Lab lab = new Lab(Lab.failing("Lost"))) {
            Lab.Run run = lab.run(task("'Retry': [" + retrier + "],"), "{}");
            assertThat(run.record().status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(run.record().error()).isEqualTo("Lost");
            assertThat(run.record().cause()).isEqualTo("because");
            List<String> seconds =
                    run.secondsOf("TaskScheduled").stream().map(String::valueOf).toList();
            assertThat(String.join(" ", seconds)).isEqualTo(attempts);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 2000", "1, 4000", "2, 8000", "3, 10000", "9, 10000"})
    void shouldTakeFullJitterFromTheInjectedRandomness(int attempt, long most) {
        State.Retrier retrier =
                new State.Retrier(List.of("E"), Duration.ofSeconds(2), 9, 2.0, Duration.ofSeconds(10), true);
        for (int seed = 0; seed < 50; seed++) {
            double share = new Random(seed).nextDouble();
            assertThat(Backoff.delay(retrier, attempt, new Random(seed)))
                    .isEqualTo(Duration.ofMillis((long) (most * share)))
                    .isBetween(Duration.ZERO, Duration.ofMillis(most));
        }
    }

    @Test
    void shouldNotOverflowAfterVeryManyAttempts() {
        State.Retrier retrier = new State.Retrier(List.of("E"), Duration.ofSeconds(1), 9999, 2.0, null, false);
        assertThat(Backoff.delay(retrier, 5000, new Random(1))).isEqualTo(Duration.ofSeconds(99_999_999));
    }

    @Test
    void shouldCountEachRetrierByItselfAndShowTheCountInTheContext() {
        AtomicInteger calls = new AtomicInteger();
        List<Object> counts = new ArrayList<>();
        TaskResource resource = call -> {
            counts.add(((Map<?, ?>) call.arguments()).get("retries"));
            int n = calls.incrementAndGet();
            if (n <= 4) {
                throw new TaskFailure(n % 2 == 1 ? "Odd" : "Even", "");
            }
            return CompletableFuture.completedFuture("done");
        };
        try (Lab lab = new Lab(resource)) {
            Lab.Run run = lab.run(
                    task("'Arguments': {'retries': '{% $states.context.State.RetryCount %}'},"
                            + "'Retry': [{'ErrorEquals': ['Odd'], 'MaxAttempts': 2, 'BackoffRate': 1},"
                            + "{'ErrorEquals': ['Even'], 'MaxAttempts': 2, 'BackoffRate': 1, 'IntervalSeconds': 10}],"),
                    "{}");
            assertThat(run.output()).isEqualTo("done");
            assertThat(counts).containsExactly(0, 1, 2, 3, 4);
            assertThat(run.secondsOf("TaskScheduled")).containsExactly(0L, 1L, 11L, 12L, 22L);
        }
    }

    @Test
    void shouldRetryATimeoutOnlyWhenItIsNamed() {
        TaskResource never = call -> {
            call.letTimePass();
            return new CompletableFuture<>();
        };
        try (Lab lab = new Lab(never)) {
            Lab.Run run = lab.run(
                    task("'TimeoutSeconds': 5, 'Retry': [{'ErrorEquals': ['States.TaskFailed']},"
                            + "{'ErrorEquals': ['States.Timeout'], 'MaxAttempts': 1}],"),
                    "{}");
            assertThat(run.record().error()).isEqualTo("States.Timeout");
            assertThat(run.secondsOf("TaskTimedOut")).containsExactly(5L, 11L);
        }
    }

    private static String task(String fields) {
        return Lab.jsonata("T", "'T': {'Type': 'Task', 'Resource': '" + Lab.WORK + "', " + fields + " 'End': true}");
    }
}
