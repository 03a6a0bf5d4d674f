package io.github.falvideo.local.fal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until it is moved. */
final class VirtualClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
