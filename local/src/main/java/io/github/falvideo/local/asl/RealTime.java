package io.github.falvideo.local.asl;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Time as it passes for a person. Its threads are daemons. */
public final class RealTime implements Time, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RealTime.class.getName());

    private final ExecutorService threads;
    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, daemons("asl-alarm"));

    /** With as many threads as there is blocking work. */
    public RealTime() {
        this(Executors.newCachedThreadPool(daemons("asl-work")));
    }

    /** With so many threads at most: what finds none free waits its turn. */
    public RealTime(int most) {
        this(Executors.newFixedThreadPool(most, daemons("asl-work")));
    }

    private RealTime(ExecutorService threads) {
        this.threads = threads;
        alarms.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            // closed: what had not begun is given up
            LOG.log(System.Logger.Level.DEBUG, "work after close");
        }
    }

    @Override
    public Alarm schedule(Duration delay, Runnable work) {
        try {
            Future<?> alarm =
                    alarms.schedule(() -> execute(work), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
            return () -> alarm.cancel(false);
        } catch (RejectedExecutionException e) {
            // closed: nothing will run any more
            return () -> {};
        }
    }

    @Override
    public void sleep(Duration delay) throws InterruptedException {
        Thread.sleep(Math.max(0, delay.toMillis()));
    }

    @Override
    public Hold hold() {
        return () -> {};
    }

    /**
     * Begins nothing any more, forgets what waits, and lets what runs come to its end.
     *
     * @return whether it did within that time
     */
    public boolean drain(Duration patience) {
        alarms.shutdownNow();
        threads.shutdown();
        try {
            return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Interrupts what runs and forgets what waits. */
    @Override
    public void close() {
        alarms.shutdownNow();
        threads.shutdownNow();
    }

    static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
