package io.github.falvideo.local.asl;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time in which executions live, and the threads that do their work. Everything that must wait in that time (states, retries,
 * faults of a test, a queue's stand-in) waits through it, so that it can be real ({@link RealTime}) or virtual ({@link VirtualTime}).
 */
public interface Time {
    /** The present instant. */
    Instant now();

    /** Runs the work on a thread of this time as soon as one is free; never inside the caller. */
    void execute(Runnable work);

    /** Runs the work on a thread of this time after the delay; a delay that is not positive has passed already. */
    Alarm schedule(Duration delay, Runnable work);

    /**
     * Blocks the calling thread for that long.
     *
     * @throws InterruptedException when the thread is interrupted; the rest of the delay is then forgotten
     */
    void sleep(Duration delay) throws InterruptedException;

    /** Until the hold is released, virtual time stands still; real time takes no notice. For work on threads that are not this time's. */
    Hold hold();

    /** A view for those who only want to read the time. */
    default InstantSource clock() {
        return this::now;
    }

    /** A piece of work that waits for its instant. */
    interface Alarm {
        /** Forgets the work, unless it has begun. */
        void cancel();
    }

    /** See {@link #hold()}. */
    interface Hold {
        /** Lets time pass again, as far as this hold is concerned; a second time does no harm. */
        void release();
    }
}
