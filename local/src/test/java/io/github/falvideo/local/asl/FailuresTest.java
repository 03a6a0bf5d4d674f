package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Timeouts, catchers, limits and stops. */
class FailuresTest {
    private static final TaskResource NEVER = call -> {
        call.letTimePass();
        return new CompletableFuture<>();
    };

    @Test
    void shouldCatchATimeoutWithAnEmptyCause() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        TaskResource never = call -> {
            call.onCancel(() -> told.add("told " + call.isCancelled()));
            return NEVER.run(call);
        };
        try (Lab lab = new Lab(never)) {
            Lab.Run run = lab.run(
                    task("'TimeoutSeconds': 30, 'Catch': [{'ErrorEquals': ['States.Timeout'], 'Next': 'X'}],"), "{}");
            assertThat(run.output()).isEqualTo(Map.of("Error", "States.Timeout", "Cause", ""));
            assertThat(run.duration()).hasSeconds(30);
            assertThat(told).containsExactly("told true");
            assertThat(run.types()).containsSequence("TaskScheduled", "TaskStarted", "TaskTimedOut", "TaskStateExited");
            assertThat(run.details(5))
                    .isEqualTo(Map.of("resourceType", "lambda", "resource", "invoke", "error", "States.Timeout"));
        }
    }

    @Test
    void shouldIgnoreWhatATaskSaysAfterItsTimeout() {
        List<CompletableFuture<Object>> late = new ArrayList<>();
        TaskResource slow = call -> {
            call.letTimePass();
            late.add(new CompletableFuture<>());
            return late.get(0);
        };
        try (Lab lab = new Lab(slow)) {
            Time.Hold hold = lab.time.hold();
            String arn = lab.start(
                    task("'TimeoutSeconds': 30, 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'X'}],"), "{}");
            lab.time.schedule(Duration.ofSeconds(31), () -> late.get(0).complete("late"));
            hold.release();
            Lab.Run run = lab.ended(arn);
            assertThat(run.types()).doesNotContain("TaskSucceeded").contains("TaskTimedOut");
            assertThat(late.get(0)).isCompleted();
        }
    }

    @Test
    void shouldPreferTheFirstCatcherThatMatches() {
        try (Lab lab = new Lab(Lab.failing("Lost"))) {
            Lab.Run run = lab.run(
                    task("'Catch': [{'ErrorEquals': ['Found'], 'Output': 1, 'Next': 'X'},"
                            + "{'ErrorEquals': ['Other', 'Lost'], 'Assign': {'e': '{% $states.errorOutput.Cause %}'}, 'Output': 2, 'Next': 'X'},"
                            + "{'ErrorEquals': ['States.ALL'], 'Output': 3, 'Next': 'X'}],"),
                    "{}");
            assertThat(run.output()).isEqualTo(2);
        }
    }

    @Test
    void shouldNameAProblemOfAResourceThatNobodyNamed() {
        TaskResource broken = call -> {
            throw new IOException("no disk");
        };
        try (Lab lab = new Lab(broken)) {
            Lab.Run run = lab.run(task(""), "{}");
            assertThat(run.record().error()).isEqualTo("States.TaskFailed");
            assertThat(run.record().cause()).isEqualTo("java.io.IOException: no disk");
        }
        try (Lab lab = new Lab(call -> CompletableFuture.completedFuture(new Object()))) {
            assertThat(lab.run(task(""), "{}").record().cause())
                    .isEqualTo("The task's result is not a JSON value: java.lang.Object");
        }
    }

    @Test
    void shouldCatchAnAnswerThatIsTooLarge() {
        String justFits = "x".repeat(256 * 1024 - 2);
        try (Lab lab = new Lab(
                call -> CompletableFuture.completedFuture(call.arguments().equals(1) ? justFits : justFits + "x"))) {
            String definition = task(
                    "'Arguments': '{% $states.input %}',"
                            + "'Catch': [{'ErrorEquals': ['States.ALL'], 'Output': '{% $states.errorOutput.Error %}', 'Next': 'X'}],");
            assertThat(lab.run(definition, "1").output()).isEqualTo(justFits);
            assertThat(lab.run(definition, "2").output()).isEqualTo("States.DataLimitExceeded");
        }
    }

    @Test
    void shouldNotCatchAnOutputThatIsTooLargeUnlessItIsNamed() {
        String big = "'Output': '{% [$states.input, $states.input] %}',";
        String half = "\"" + "x".repeat(128 * 1024) + "\"";
        try (Lab lab = new Lab(Lab.identity())) {
            Lab.Run run = lab.run(task(big + "'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'X'}],"), half);
            assertThat(run.record().error()).isEqualTo("States.DataLimitExceeded");
            assertThat(run.record().cause())
                    .isEqualTo("The state/task 'T' returned a result with a size exceeding the maximum number of bytes"
                            + " service limit.");
            Lab.Run named =
                    lab.run(task(big + "'Catch': [{'ErrorEquals': ['States.DataLimitExceeded'], 'Next': 'X'}],"), half);
            assertThat(named.record().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        }
    }

    @Test
    void shouldEndAfterTwentyFiveThousandEvents() {
        try (Lab lab = new Lab(Lab.identity())) {
            Lab.Run run = lab.run(
                    Lab.jsonata("A", "'A': {'Type': 'Pass', 'Next': 'B'}, 'B': {'Type': 'Pass', 'Next': 'A'}"), "{}");
            assertThat(run.events()).hasSize(25_000);
            assertThat(run.types().get(24_999)).isEqualTo("ExecutionFailed");
            assertThat(run.events().get(24_999).id()).isEqualTo(25_000);
            assertThat(run.record().error()).isEqualTo("States.Runtime");
            assertThat(run.record().cause())
                    .isEqualTo("The execution reached the maximum number of history events (25000).");
        }
    }

    @Test
    void shouldTimeOutTheWholeMachine() {
        try (Lab lab = new Lab(NEVER)) {
            Lab.Run run = lab.run(
                    task("'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'X'}],")
                            .replaceFirst("\\{", "{\"TimeoutSeconds\": 60, "),
                    "{}");
            assertThat(run.record().status()).isEqualTo(ExecutionStatus.TIMED_OUT);
            assertThat(run.duration()).hasSeconds(60);
            assertThat(run.types()).endsWith("TaskStarted", "ExecutionTimedOut");
            assertThat(run.details(5)).isEmpty();
        }
    }

    @Test
    void shouldNotKeepTimeBusyForATimeoutThatIsOver() {
        try (Lab lab = new Lab(Lab.identity())) {
            lab.run(task("'TimeoutSeconds': 3600,").replaceFirst("\\{", "{\"TimeoutSeconds\": 7200, "), "{}");
            assertThat(lab.time.now()).isEqualTo(Lab.START);
        }
    }

    @Test
    void shouldStopInAWait() {
        try (Lab lab = new Lab(Lab.identity())) {
            Time.Hold hold = lab.time.hold();
            String arn = lab.start(Lab.jsonata("W", "'W': {'Type': 'Wait', 'Seconds': 3600, 'End': true}"), "{}");
            lab.time.schedule(Duration.ofSeconds(10), () -> lab.machines.stop(arn, "Enough", "of this"));
            hold.release();
            Lab.Run run = lab.ended(arn);
            assertThat(run.record().status()).isEqualTo(ExecutionStatus.ABORTED);
            assertThat(run.record().error()).isEqualTo("Enough");
            assertThat(run.duration()).hasSeconds(10);
            assertThat(lab.time.now()).isEqualTo(Lab.START.plusSeconds(10));
            assertThat(run.types()).containsExactly("ExecutionStarted", "WaitStateEntered", "ExecutionAborted");
            assertThat(run.details(3)).isEqualTo(Map.of("error", "Enough", "cause", "of this"));
            ExecutionRecord again = lab.machines.stop(arn, "Other", null);
            assertThat(again).isEqualTo(run.record());
        }
    }

    @Test
    void shouldStopInATaskOfABranchAndTellIt() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        TaskResource never = call -> {
            call.onCancel(() -> told.add(call.stateName()));
            return NEVER.run(call);
        };
        try (Lab lab = new Lab(never)) {
            Time.Hold hold = lab.time.hold();
            String branch =
                    "{'StartAt': 'W', 'States': {'W': {'Type': 'Task', 'Resource': '" + Lab.WORK + "', 'End': true}}}";
            String arn = lab.start(
                    Lab.jsonata(
                            "P", "'P': {'Type': 'Parallel', 'Branches': [" + branch + "," + branch + "], 'End': true}"),
                    "{}");
            lab.time.schedule(Duration.ofSeconds(10), () -> lab.machines.stop(arn, null, null));
            hold.release();
            Lab.Run run = lab.ended(arn);
            assertThat(run.record().status()).isEqualTo(ExecutionStatus.ABORTED);
            assertThat(told).containsExactly("W", "W");
            assertThat(run.types()).endsWith("ExecutionAborted");
            assertThat(run.previous()).endsWith(0);
        }
    }

    private static String task(String fields) {
        boolean caught = fields.contains("'Next': 'X'");
        return Lab.jsonata(
                "T",
                "'T': {'Type': 'Task', 'Resource': '" + Lab.WORK + "', " + fields + " 'End': true}"
                        + (caught ? ", 'X': {'Type': 'Succeed'}" : ""));
    }
}
