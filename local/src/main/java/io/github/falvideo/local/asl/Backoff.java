package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.State;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a retry waits. */
final class Backoff {
    private static final double MOST_MILLIS = 99_999_999_000.0;

    private Backoff() {}

    /** @param attempt how many retries this retrier has made before */
    static Duration delay(State.Retrier retrier, int attempt, RandomGenerator random) {
        double most =
                retrier.maxDelay() == null ? MOST_MILLIS : retrier.maxDelay().toMillis();
        double millis = Math.min(most, retrier.interval().toMillis() * Math.pow(retrier.backoffRate(), attempt));
        return Duration.ofMillis((long) (retrier.fullJitter() ? millis * random.nextDouble() : millis));
    }
}
