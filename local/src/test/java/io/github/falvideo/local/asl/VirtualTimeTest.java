package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualTimeTest {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    @Test
    void shouldRunAlarmsInTheOrderOfTheirInstantsAndThenOfTheirSetting() throws Exception {
        VirtualTime time = new VirtualTime(START, 1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Time.Hold hold = time.hold();
        time.schedule(Duration.ofHours(2), () -> order.add("late " + time.now()));
        time.schedule(Duration.ofSeconds(5), () -> {
            order.add("first " + time.now());
            time.schedule(Duration.ofSeconds(1), () -> order.add("set later " + time.now()));
        });
        time.schedule(Duration.ofSeconds(5), () -> order.add("second " + time.now()));
        time.schedule(Duration.ofSeconds(-1), () -> order.add("at once " + time.now()));
        hold.release();
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(order)
                .containsExactly(
                        "at once 2025-01-01T00:00:00Z",
                        "first 2025-01-01T00:00:05Z",
                        "second 2025-01-01T00:00:05Z",
                        "set later 2025-01-01T00:00:06Z",
                        "late 2025-01-01T02:00:00Z");
        time.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotPassWhileWorkRuns(int workers) throws Exception {
        VirtualTime time = new VirtualTime(START, workers);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Instant> atEnd = new AtomicReference<>();
        time.execute(() -> {
            begun.countDown();
            awaitLatch(goOn);
            atEnd.set(time.now());
        });
        begun.await();
        time.schedule(Duration.ofDays(1), () -> {});
        assertThat(time.awaitQuiet(Duration.ofMillis(50))).isFalse();
        assertThat(time.now()).isEqualTo(START);
        goOn.countDown();
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(atEnd.get()).isEqualTo(START);
        assertThat(time.now()).isEqualTo(START.plus(Duration.ofDays(1)));
        time.close();
    }

    @Test
    void shouldLetOtherWorkRunWhileAWorkerSleeps() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        VirtualTime held = new VirtualTime(START, 1);
        Time.Hold hold = held.hold();
        for (int seconds : new int[] {3, 2, 1}) {
            held.execute(() -> {
                order.add("sleep " + seconds);
                try {
                    held.sleep(Duration.ofSeconds(seconds));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                order.add("awake " + seconds + " at "
                        + Duration.between(START, held.now()).toSeconds());
            });
        }
        hold.release();
        assertThat(held.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(order)
                .containsExactly("sleep 3", "sleep 2", "sleep 1", "awake 1 at 1", "awake 2 at 2", "awake 3 at 3");
        held.close();
    }

    @Test
    void shouldForgetACancelledAlarmAndNotWaitForIt() throws Exception {
        VirtualTime time = new VirtualTime(START, 1);
        AtomicInteger runs = new AtomicInteger();
        Time.Hold hold = time.hold();
        Time.Alarm alarm = time.schedule(Duration.ofDays(365), runs::incrementAndGet);
        time.schedule(Duration.ofSeconds(1), runs::incrementAndGet);
        alarm.cancel();
        hold.release();
        hold.release();
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(runs).hasValue(1);
        assertThat(time.clock().instant()).isEqualTo(START.plusSeconds(1));
        time.close();
    }

    @Test
    void shouldNeverRunMoreAtOnceThanItHasWorkers() throws Exception {
        VirtualTime time = new VirtualTime(START, 2);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            time.schedule(Duration.ofSeconds(i % 5), () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
            });
        }
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(most.get()).isBetween(1, 2);
        time.close();
        assertThat(time.awaitEnd(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void shouldGoOnAfterWorkThatFailed() throws Exception {
        VirtualTime time = new VirtualTime(START, 1);
        AtomicInteger runs = new AtomicInteger();
        time.execute(() -> {
            throw new IllegalStateException("part of the test");
        });
        time.schedule(Duration.ofSeconds(1), runs::incrementAndGet);
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(runs).hasValue(1);
        time.close();
    }

    @Test
    void shouldEndASleepThatIsInterrupted() throws Exception {
        VirtualTime time = new VirtualTime(START, 1);
        time.hold();
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicReference<Thread> sleeper = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        time.execute(() -> {
            sleeper.set(Thread.currentThread());
            begun.countDown();
            try {
                time.sleep(Duration.ofDays(1));
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        begun.await();
        sleeper.get().interrupt();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(time.now()).isEqualTo(START);
        time.close();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
