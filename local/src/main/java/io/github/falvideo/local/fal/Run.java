package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.faults.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One accepted request and where it is by the clock. */
final class Run {
    enum Phase {
        QUEUED,
        RUNNING,
        DONE
    }

    /** How long a status waits for work that by the clock is over: a virtual clock runs ahead of real rendering. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final String id;
    private final String app;
    private final String label;
    private final Instant submittedAt;
    private final Pace pace;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private boolean cancelled;
    private int mediaVersion;

    /** @param app owner and app, the first two parts of the model id */
    Run(String id, String app, String label, Instant submittedAt, Pace pace) {
        this.id = id;
        this.app = app;
        this.label = label;
        this.submittedAt = submittedAt;
        this.pace = pace;
    }

    String id() {
        return id;
    }

    String app() {
        return app;
    }

    String label() {
        return label;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    Pace pace() {
        return pace;
    }

    void end(Outcome how) {
        outcome.complete(how);
    }

    synchronized Phase phase(Instant now) {
        if (cancelled) {
            return Phase.DONE;
        } else if (now.isBefore(startedAt())) {
            return Phase.QUEUED;
        }
        return now.isBefore(endsAt()) || !outcome.isDone() ? Phase.RUNNING : Phase.DONE;
    }

    /** Waits a little for work that by the clock should be over. */
    void awaitWork(Instant now) {
        if (now.isBefore(endsAt()) || outcome.isDone()) {
            return;
        }
        try {
            outcome.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Still at work: it is IN_PROGRESS for one more poll.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A run ends with an outcome, never with an exception", e);
        }
    }

    /** How it ended; only when DONE. */
    synchronized Outcome outcome() {
        return cancelled ? Outcome.cancelled() : outcome.join();
    }

    /** Stops it, if it has not ended; says in which phase that met it. Only a runner can leave it unheeded: what is queued is removed. */
    synchronized Phase cancel(Instant now, boolean heeded) {
        Phase met = phase(now);
        cancelled |= met == Phase.QUEUED || met == Phase.RUNNING && heeded;
        return met;
    }

    /** It was cancelled in an earlier life. */
    synchronized void cancel() {
        cancelled = true;
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Requests ahead, counting down to 0 with the time. */
    int position(Instant now) {
        long perPosition = Math.max(1, pace.perPosition().toNanos());
        long passed = Duration.between(submittedAt, now).toNanos() / perPosition;
        return (int) Math.max(0, pace.ahead() - passed);
    }

    /** Per cent of the run, at most 99 while it runs. */
    int progress(Instant now) {
        double whole = Math.max(1, pace.running().toNanos());
        double passed = Duration.between(startedAt(), now).toNanos();
        return (int) Math.max(0, Math.min(99, 100 * passed / whole));
    }

    Instant startedAt() {
        return submittedAt.plus(pace.queued());
    }

    Instant endsAt() {
        return startedAt().plus(pace.running());
    }

    synchronized void changeMedia() {
        mediaVersion++;
    }

    synchronized String etag() {
        return '"' + id + "-" + mediaVersion + '"';
    }
}
