package io.github.falvideo.local.fal.faults;

import java.time.Duration;

/**
 * How long a request takes, by the stand-in's clock.
 *
 * @param ahead how many requests are ahead when it is submitted; the position counts down from here to 0
 * @param perPosition how long each position lasts, the position 0 too
 * @param running how long it is IN_PROGRESS
 */
public record Pace(int ahead, Duration perPosition, Duration running) {
    public Pace {
        if (ahead < 0 || perPosition.isNegative() || running.isNegative()) {
            throw new IllegalArgumentException(
                    "A pace cannot be negative: " + ahead + ", " + perPosition + ", " + running);
        }
    }

    /** For a person who watches: a position at each of two polls, one line of progress, done after 14.5 seconds. */
    public static Pace forPeople() {
        return new Pace(1, Duration.ofSeconds(3), Duration.ofMillis(8500));
    }

    /** About what fal takes for five seconds of video: 15 seconds of queue, 85 of run. */
    public static Pace likeFal() {
        return new Pace(2, Duration.ofSeconds(5), Duration.ofSeconds(85));
    }

    /** Neither queue nor run: completed at the first look. */
    public static Pace atOnce() {
        return new Pace(0, Duration.ZERO, Duration.ZERO);
    }

    /** From its submit until it runs. */
    public Duration queued() {
        return perPosition.multipliedBy(ahead + 1L);
    }
}
