package io.github.falvideo.local.chain;

import io.github.falvideo.local.asl.Time;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/** How long each way to fal or S3 and back takes the thread that goes it: nothing, unless the thread was told otherwise. */
final class Latency {
    private final Time time;
    private final ThreadLocal<Duration> oneWay = ThreadLocal.withInitial(() -> Duration.ZERO);

    Latency(Time time) {
        this.time = time;
    }

    /** Does the work with this latency on every way. */
    <T> T during(Duration latency, Supplier<T> work) {
        oneWay.set(latency);
        try {
            return work.get();
        } finally {
            oneWay.remove();
        }
    }

    /** Goes one way. */
    void pass() {
        Duration latency = oneWay.get();
        if (!latency.isZero()) {
            sleep(time, latency);
        }
    }

    static void sleep(Time time, Duration delay) {
        try {
            time.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException());
        }
    }
}
