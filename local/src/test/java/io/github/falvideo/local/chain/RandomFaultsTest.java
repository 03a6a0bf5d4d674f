package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.HistoryRetention;
import io.github.falvideo.local.fal.faults.Pace;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Very many videos side by side, a fifth of them with one to five faults drawn from a seed, and every one of them held to every promise
 * ({@link Promises}). {@code -Dproof.executions} says how many, {@code -Dproof.seed} which faults: the same two give the same run, event by
 * event. Every build has 500 with the same seed; a larger run draws one, and prints it.
 */
class RandomFaultsTest {
    private static final int EXECUTIONS_OF_EVERY_BUILD = 500;
    private static final int EXECUTIONS = Integer.getInteger("proof.executions", EXECUTIONS_OF_EVERY_BUILD);
    private static final long SEED = Long.getLong("proof.seed", EXECUTIONS <= EXECUTIONS_OF_EVERY_BUILD ? 1 : drawn());
    private static final int LARGE = 9 << 20;

    /** One run; what it set is known by video. */
    private static final class Run implements AutoCloseable {
        private final Figures figures = new Figures();
        private final Chain chain;
        private final Map<String, List<String>> faults = new TreeMap<>();

        private Run(int executions, long seed) {
            Random random = new Random(seed);
            chain = new Chain(random.nextLong(), HistoryRetention.NONE, Pace.likeFal(), figures);
            for (int i = 0; i < executions; i++) {
                prepare(String.format("v%05d", i), Duration.ofMillis(random.nextInt(60_000)), random);
            }
            chain.rest();
        }

        private void prepare(String id, Duration start, Random random) {
            Map<String, Object> request = Chain.request(id, "cancelOnTimeout", random.nextBoolean());
            if (random.nextInt(5) == 0) {
                if (random.nextInt(100) == 0) {
                    chain.filmOf(id, LARGE);
                }
                faults.put(id, new RandomFaults(chain, id, random, start).set());
            }
            chain.at(start, () -> chain.start(id, request));
        }

        /** The broken promises, each with the faults of its video. */
        private List<String> broken() {
            return Promises.broken(chain).stream()
                    .map(broken -> broken + "\n  faults " + faults.get(broken.substring(0, 6)))
                    .toList();
        }

        @Override
        public void close() {
            chain.close();
        }
    }

    private static long drawn() {
        return new SecureRandom().nextInt(1_000_000);
    }

    @Test
    void shouldKeepEveryPromiseToEveryVideo() {
        long begin = System.nanoTime();
        double cpu = cpuSeconds();
        try (Run run = new Run(EXECUTIONS, SEED)) {
            List<String> broken = run.broken();
            long millis = (System.nanoTime() - begin) / 1_000_000;
            System.out.printf(
                    "%,d videos, %,d of them with faults, -Dproof.seed=%d%n%s%ntime %.1f s, %.1f s of CPU, heap %,d MiB, for %s of virtual time%n",
                    EXECUTIONS,
                    run.faults.size(),
                    SEED,
                    run.figures.text(run.chain, EXECUTIONS),
                    millis / 1_000.0,
                    cpuSeconds() - cpu,
                    Runtime.getRuntime().maxMemory() >> 20,
                    run.chain.passed());

            assertThat(broken)
                    .as("replay with -Dproof.executions=%d -Dproof.seed=%d", EXECUTIONS, SEED)
                    .isEmpty();
            assertThat(run.figures.ends().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(EXECUTIONS);
            assertThat(run.figures.ends().get(ExecutionStatus.SUCCEEDED)).isGreaterThan(EXECUTIONS * 8 / 10);
        }
    }

    /** Of this whole JVM, its compiler and garbage collector too: what a machine without other work would take. */
    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    @Test
    void shouldReplayExactly() {
        try (Run first = new Run(100, 1);
                Run second = new Run(100, 1);
                Run other = new Run(100, 2)) {
            assertThat(second.figures.digest()).isEqualTo(first.figures.digest());
            assertThat(second.figures.text(second.chain, 100)).isEqualTo(first.figures.text(first.chain, 100));
            assertThat(other.figures.digest()).isNotEqualTo(first.figures.digest());
        }
    }
}
