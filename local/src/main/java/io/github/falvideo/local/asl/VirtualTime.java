package io.github.falvideo.local.asl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that passes only when nothing else happens. As soon as no work runs or is ready and no {@link #hold()} is open, it jumps to
 * the next alarm; so hours pass in milliseconds, and any number of executions side by side wait in the right order. With one worker
 * (and seeded randomness) the same start gives the same order of everything.
 */
public final class VirtualTime implements Time, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(VirtualTime.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final ExecutorService threads = Executors.newCachedThreadPool(RealTime.daemons("asl-virtual"));
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    private final TreeSet<Pending> alarms =
            new TreeSet<>(Comparator.comparing(Pending::at).thenComparingLong(Pending::order));
    private final int workers;

    private volatile Instant now;
    private long order;
    private int running;
    private int holds;
    private boolean closed;

    private record Pending(Instant at, long order, Runnable work) {}

    /**
     * @param start the first instant
     * @param workers how many pieces of work may run at once; 1 is deterministic
     */
    public VirtualTime(Instant start, int workers) {
        this.now = start;
        this.workers = workers;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void execute(Runnable work) {
        lock.lock();
        try {
            ready.add(work);
            goOn();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Alarm schedule(Duration delay, Runnable work) {
        lock.lock();
        try {
            Pending pending = pending(delay, work);
            goOn();
            return () -> cancel(pending);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Blocks until that much virtual time has passed. A thread of this time gives its place to other work meanwhile. A thread that is
     * not (a test's own) keeps nothing from passing once it is awake: it should take a {@link #hold()} first and close it later.
     */
    @Override
    public void sleep(Duration delay) throws InterruptedException {
        lock.lockInterruptibly();
        boolean worker = working.get();
        Sleeper sleeper = new Sleeper(worker);
        try {
            Pending pending = pending(delay, sleeper);
            if (worker) {
                running--;
            }
            goOn();
            try {
                while (!sleeper.awake) {
                    sleeper.wake.await();
                }
            } catch (InterruptedException e) {
                alarms.remove(pending);
                ready.remove(sleeper);
                if (worker && !sleeper.awake) {
                    running++;
                }
                goOn();
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Hold hold() {
        lock.lock();
        try {
            holds++;
        } finally {
            lock.unlock();
        }
        return new Hold() {
            private boolean open = true;

            @Override
            public void release() {
                lock.lock();
                try {
                    if (open) {
                        open = false;
                        holds--;
                        goOn();
                    }
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    /**
     * Waits until nothing runs and nothing will by itself: no work is ready, and no alarm is set or time is held.
     *
     * @param atMost of real time
     * @return whether it came to rest within that
     */
    public boolean awaitQuiet(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isQuiet()) {
                if (left <= 0) {
                    return false;
                }
                left = quiet.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts what runs and forgets what waits. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ready.clear();
            alarms.clear();
            threads.shutdownNow();
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most this long for the threads to end after {@link #close()}. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isQuiet() {
        return closed || running == 0 && ready.isEmpty() && (alarms.isEmpty() || holds > 0);
    }

    private Pending pending(Duration delay, Runnable work) {
        Pending pending = new Pending(delay.isNegative() ? now : now.plus(delay), order++, work);
        if (!closed) {
            alarms.add(pending);
        }
        return pending;
    }

    private void cancel(Pending pending) {
        lock.lock();
        try {
            alarms.remove(pending);
            goOn();
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock, after every change: starts what may run, or lets time pass. */
    private void goOn() {
        while (!closed) {
            while (running < workers && !ready.isEmpty()) {
                Runnable work = ready.poll();
                running++;
                if (work instanceof Sleeper sleeper) {
                    wake(sleeper);
                } else {
                    start(work);
                }
            }
            if (!letTimePass()) {
                break;
            }
        }
        if (isQuiet()) {
            quiet.signalAll();
        }
    }

    private boolean letTimePass() {
        if (running > 0 || !ready.isEmpty() || holds > 0 || alarms.isEmpty()) {
            return false;
        }
        now = alarms.first().at().isAfter(now) ? alarms.first().at() : now;
        while (!alarms.isEmpty() && !alarms.first().at().isAfter(now)) {
            ready.add(alarms.pollFirst().work());
        }
        return true;
    }

    private void wake(Sleeper sleeper) {
        if (!sleeper.worker) {
            running--;
        }
        sleeper.awake = true;
        sleeper.wake.signal();
    }

    private void start(Runnable first) {
        try {
            threads.execute(() -> work(first));
        } catch (RejectedExecutionException e) {
            // closed while it was being started
            running--;
        }
    }

    /** A thread stays at work as long as there is any, since handing over to another costs more than most work. */
    private void work(Runnable first) {
        working.set(true);
        Runnable next = first;
        while (next != null) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "work in virtual time failed", e);
            }
            lock.lock();
            try {
                running--;
                letTimePass();
                next = ready.peek() instanceof Sleeper ? null : ready.poll();
                if (next != null) {
                    running++;
                }
                goOn();
            } finally {
                lock.unlock();
            }
        }
        working.set(false);
    }

    private final class Sleeper implements Runnable {
        private final Condition wake = lock.newCondition();
        private final boolean worker;
        private boolean awake;

        private Sleeper(boolean worker) {
            this.worker = worker;
        }

        @Override
        public void run() {
            throw new IllegalStateException("a sleeper is woken, not run");
        }
    }
}
