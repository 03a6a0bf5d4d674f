package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StateMachinesTest {
    private static final String PASS = Lab.jsonata("A", "'A': {'Type': 'Pass', 'End': true}");

    @Test
    void shouldTellListenersOfEveryChangeAndEveryEvent() {
        List<String> changes = Collections.synchronizedList(new ArrayList<>());
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        ExecutionListener listener = new ExecutionListener() {
            @Override
            public void statusChanged(ExecutionRecord execution) {
                changes.add(execution.name() + " " + execution.status() + " " + execution.output());
            }

            @Override
            public void recorded(String executionArn, HistoryEvent event) {
                events.add(event.id() + " " + event.type());
            }
        };
        try (Lab lab =
                new Lab(Lab.identity(), builder -> builder.listener(listener).retention(HistoryRetention.NONE))) {
            String arn = lab.machines.start(lab.create(PASS), "n", "[1]").executionArn();
            lab.quiet();
            assertThat(changes).containsExactly("n RUNNING null", "n SUCCEEDED [1]");
            assertThat(events)
                    .containsExactly(
                            "1 ExecutionStarted", "2 PassStateEntered", "3 PassStateExited", "4 ExecutionSucceeded");
            assertThatThrownBy(() -> lab.machines.history(arn)).hasMessage("Execution Does Not Exist: '" + arn + "'");
        }
    }

    @Test
    void shouldKeepTheHistoriesOfTheLatestOnly() {
        try (Lab lab = new Lab(Lab.identity(), builder -> builder.retention(new HistoryRetention(true, 2)))) {
            String machine = lab.create(PASS);
            for (String name : List.of("a", "b", "c")) {
                lab.machines.start(machine, name, null);
                lab.quiet();
            }
            List<ExecutionRecord> all = lab.machines.executions(machine, null);
            assertThat(all.stream().map(ExecutionRecord::name)).containsExactly("c", "b", "a");
            assertThat(lab.machines.history(all.get(0).executionArn())).hasSize(4);
            assertThat(lab.machines.history(all.get(1).executionArn())).hasSize(4);
            assertThatThrownBy(() -> lab.machines.history(all.get(2).executionArn()))
                    .isInstanceOf(RequestException.class);
        }
    }

    @Test
    void shouldRestoreWhatEndedInAnEarlierLife() {
        Instant before = Instant.parse("2024-12-31T00:00:00Z");
        try (Lab lab = new Lab(Lab.identity())) {
            String machine = lab.create(PASS);
            String arn = machine.replace("stateMachine", "execution") + ":old";
            ExecutionRecord old = new ExecutionRecord(
                    arn, machine, "old", ExecutionStatus.FAILED, before, before.plusSeconds(9), "{}", null, "E", "c");
            lab.machines.restore(old);
            lab.machines.start(machine, "new", "{}");
            lab.quiet();
            assertThat(lab.machines.executions(machine, null).stream().map(ExecutionRecord::name))
                    .containsExactly("new", "old");
            assertThat(lab.machines.executions(machine, ExecutionStatus.FAILED)).containsExactly(old);
            assertThat(lab.machines.execution(arn)).isEqualTo(old);
            assertThat(lab.machines.stop(arn, "x", "y")).isEqualTo(old);
            assertThatThrownBy(() -> lab.machines.start(machine, "old", "{}"))
                    .hasMessage("Execution Already Exists: '" + arn + "'");
            assertThatThrownBy(() -> lab.machines.restore(lab.machines.start(machine, "running", "{}")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldCompleteAStageAtTheEnd() throws Exception {
        try (Lab lab = new Lab(Lab.identity())) {
            String arn = lab.start(PASS, "5");
            ExecutionRecord ended =
                    lab.machines.ended(arn).toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(ended.output()).isEqualTo("5");
        }
    }

    @Test
    void shouldRefuseNamesAndInputsThatAwsRefuses() {
        try (Lab lab = new Lab(Lab.identity())) {
            String machine = lab.create(PASS);
            for (String name : List.of("", "a b", "a/b", "a:b", "x".repeat(81), "a\nb", "what?")) {
                assertThatThrownBy(() -> lab.machines.start(machine, name, "{}"))
                        .isInstanceOfSatisfying(
                                RequestException.class,
                                e -> assertThat(e.code()).isEqualTo("InvalidName"));
            }
            String large = "\"" + "x".repeat(262_143) + "\"";
            assertThatThrownBy(() -> lab.machines.start(machine, "n", large))
                    .isInstanceOfSatisfying(
                            RequestException.class, e -> assertThat(e.code()).isEqualTo("InvalidExecutionInput"));
            assertThat(lab.machines.executions(machine, null)).isEmpty();
        }
    }

    @Test
    void shouldRunInRealTimeWithTasksThatBlock() throws Exception {
        try (RealTime time = new RealTime()) {
            StateMachines machines = StateMachines.in(time)
                    .resource(Lab.WORK, call -> {
                        time.sleep(Duration.ofMillis(20));
                        return CompletableFuture.completedFuture(Map.of("slept", true));
                    })
                    .build();
            String machine = machines.create(
                            "m",
                            Lab.jsonata(
                                    "T",
                                    "'T': {'Type': 'Task', 'Resource': '" + Lab.WORK
                                            + "', 'TimeoutSeconds': 60, 'Next': 'W'},"
                                            + "'W': {'Type': 'Wait', 'Timestamp': '{% $fromMillis($millis() + 20) %}', 'End': true}"),
                            "role")
                    .arn();
            ExecutionRecord started = machines.start(machine, "n", null);
            ExecutionRecord ended =
                    machines.ended(started.executionArn()).toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(ended.output()).isEqualTo("{\"slept\":true}");
            assertThat(Duration.between(ended.startDate(), ended.stopDate()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(39));
        }
    }
}
