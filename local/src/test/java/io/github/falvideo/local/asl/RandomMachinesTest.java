package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.LoggerFactory;

/** Whatever the definition and whatever its tasks do, an execution ends, and its history obeys AWS's rules. */
class RandomMachinesTest {
    private static final Logger TASK_LOG = (Logger) LoggerFactory.getLogger(TaskRun.class);
    private static final List<String> INPUTS = List.of("{}", "7", "null", "\"text\"", "{\"a\":[1,{\"b\":null}]}", "[]");

    /** Tasks without a name for their failure are part of the plan here: no word about them. */
    @BeforeContainer
    static void quiet() {
        TASK_LOG.setLevel(Level.ERROR);
    }

    @AfterContainer
    static void loud() {
        TASK_LOG.setLevel(null);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void everyExecutionEndsWithAHistoryInOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int states) {
        RandomMachine machine = new RandomMachine(seed, states);
        Lab.Run run = run(machine, seed, null);
        checkEnded(machine, run);
        assertThat(run.record().status()).isNotEqualTo(ExecutionStatus.ABORTED);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void theSameSeedTellsTheSameStory(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int states) {
        RandomMachine machine = new RandomMachine(seed, states);
        assertThat(story(run(machine, seed, null))).isEqualTo(story(run(new RandomMachine(seed, states), seed, null)));
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void aStopAtAnyInstantEndsItUnlessItHadEnded(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int states,
            @ForAll @IntRange(max = 120_000) int millis) {
        RandomMachine machine = new RandomMachine(seed, states);
        Lab.Run run = run(machine, seed, Duration.ofMillis(millis));
        checkEnded(machine, run);
        if (run.record().status() == ExecutionStatus.ABORTED) {
            assertThat(run.duration()).hasMillis(millis);
            assertThat(run.record().error()).isEqualTo("Stopped");
            assertThat(run.record().cause()).isEqualTo("by hand");
        } else {
            assertThat(run.duration()).isLessThanOrEqualTo(Duration.ofMillis(millis));
        }
    }

    private static Lab.Run run(RandomMachine machine, long seed, Duration stop) {
        RandomTasks tasks = new RandomTasks(seed);
        try (Lab lab = new Lab(tasks, builder -> builder.random(new Random(seed)))) {
            tasks.in(lab.time);
            String created = lab.create(machine.text());
            Time.Hold hold = lab.time.hold();
            String arn = lab.machines
                    .start(created, "one", INPUTS.get((int) Math.floorMod(seed, (long) INPUTS.size())))
                    .executionArn();
            if (stop != null) {
                lab.time.schedule(stop, () -> lab.machines.stop(arn, "Stopped", "by hand"));
            }
            hold.release();
            Lab.Run run = lab.ended(arn);
            assertThat(lab.machines.ended(arn).toCompletableFuture()).isCompletedWithValue(run.record());
            assertThat(tasks.unanswered()).allMatch(TaskCall::isCancelled);
            return run;
        }
    }

    private static void checkEnded(RandomMachine machine, Lab.Run run) {
        assertThat(run.record().status()).isNotEqualTo(ExecutionStatus.RUNNING);
        assertThat(String.valueOf(run.record().cause())).doesNotContain("The interpreter itself failed");
        HistoryRules.check(machine, run);
    }

    private static List<String> story(Lab.Run run) {
        return run.events().stream()
                .map(event -> event.timestamp() + " " + event)
                .toList();
    }
}
