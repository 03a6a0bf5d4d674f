package io.github.falvideo.local.asl;

/**
 * Told of everything that happens to executions, in order for each of them and while that execution stands still: be quick, and leave
 * longer work (and any call that waits for an execution) to {@link Time#execute}.
 */
public interface ExecutionListener {
    /** The status is new: RUNNING after the start, and once more at the end. */
    default void statusChanged(ExecutionRecord execution) {}

    /** One more event stands in the history. */
    default void recorded(String executionArn, HistoryEvent event) {}
}
