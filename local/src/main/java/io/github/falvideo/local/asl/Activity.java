package io.github.falvideo.local.asl;

/** What a branch waits for in its present state. */
interface Activity {
    /** Nobody waits any more: timers are forgotten, tasks are told. */
    void cancel();

    /** The history shows it: a failing sibling has ended this branch. */
    default void abort() {
        cancel();
    }
}
