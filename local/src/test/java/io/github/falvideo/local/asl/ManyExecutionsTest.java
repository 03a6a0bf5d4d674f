package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Many executions side by side in one virtual time: polling loops with retries, as the application has them. */
class ManyExecutionsTest {
    private static final String LOOP = Lab.jsonata(
            "Poll",
            "'Poll': {'Type': 'Task', 'Resource': '" + Lab.WORK + "', 'TimeoutSeconds': 30,"
                    + " 'Arguments': {'id': '{% $states.context.Execution.Name %}', 'needs': '{% $states.input.needs %}'},"
                    + " 'Retry': [{'ErrorEquals': ['Busy'], 'MaxAttempts': 9, 'JitterStrategy': 'FULL'}],"
                    + " 'Assign': {'polls': '{% $exists($polls) ? $polls + 1 : 1 %}'},"
                    + " 'Output': {'needs': '{% $states.input.needs %}', 'answer': '{% $states.result %}'}, 'Next': 'Decide'},"
                    + "'Decide': {'Type': 'Choice', 'Choices': [{'Condition': '{% $polls >= $states.input.needs %}', 'Next': 'Done'}],"
                    + " 'Default': 'Pause'},"
                    + "'Pause': {'Type': 'Wait', 'Seconds': 5, 'Next': 'Poll'},"
                    + "'Done': {'Type': 'Succeed', 'Output': '{% $polls %}'}");

    @Test
    void shouldRunAThousandSideBySide() throws Exception {
        try (VirtualTime time = new VirtualTime(Instant.parse("2025-01-01T00:00:00Z"), 2)) {
            StateMachines machines = StateMachines.in(time)
                    .random(new Random(5))
                    .resource(Lab.WORK, call -> CompletableFuture.completedFuture("working"))
                    .build();
            String machine = machines.create("m", LOOP, "role").arn();
            Time.Hold hold = time.hold();
            for (int i = 0; i < 1000; i++) {
                machines.start(machine, "e" + i, "{\"needs\":" + (i % 10 + 1) + "}");
            }
            hold.release();
            assertThat(time.awaitQuiet(Duration.ofSeconds(120))).isTrue();
            for (ExecutionRecord record : machines.executions(machine, null)) {
                int needs = Integer.parseInt(record.name().substring(1)) % 10 + 1;
                assertThat(record.output()).isEqualTo(String.valueOf(needs));
                assertThat(Duration.between(record.startDate(), record.stopDate()))
                        .hasSeconds(5L * (needs - 1));
            }
            assertThat(machines.executions(machine, ExecutionStatus.SUCCEEDED)).hasSize(1000);
            assertThat(time.now()).isEqualTo(Instant.parse("2025-01-01T00:00:45Z"));
        }
    }

    @Test
    void shouldReplayTheSameStory() throws Exception {
        List<String> first = story(7);
        assertThat(first).hasSizeGreaterThan(1000);
        assertThat(story(7)).isEqualTo(first);
        assertThat(story(8)).isNotEqualTo(first);
    }

    private static List<String> story(long seed) throws InterruptedException {
        List<String> story = Collections.synchronizedList(new ArrayList<>());
        try (VirtualTime time = new VirtualTime(Instant.parse("2025-01-01T00:00:00Z"), 1)) {
            Random faults = new Random(seed);
            StateMachines machines = StateMachines.in(time)
                    .random(new Random(seed))
                    .retention(HistoryRetention.NONE)
                    .resource(Lab.WORK, call -> {
                        time.sleep(Duration.ofMillis(faults.nextInt(3000)));
                        if (faults.nextInt(4) == 0) {
                            throw new TaskFailure("Busy", "");
                        }
                        return CompletableFuture.completedFuture(Map.of("n", faults.nextInt()));
                    })
                    .listener(new ExecutionListener() {
                        @Override
                        public void recorded(String executionArn, HistoryEvent event) {
                            story.add(event.timestamp() + " " + executionArn + " " + event);
                        }
                    })
                    .build();
            String machine = machines.create("m", LOOP, "role").arn();
            time.execute(() -> {
                for (int i = 0; i < 20; i++) {
                    machines.start(machine, null, "{\"needs\":5}");
                }
            });
            assertThat(time.awaitQuiet(Duration.ofSeconds(120))).isTrue();
        }
        return story;
    }
}
