package io.github.falvideo.local.asl;

/**
 * How much history is kept in memory. Listeners see every event in any case.
 *
 * @param ofRunning whether running executions keep their events
 * @param finished how many of the latest finished executions keep theirs
 */
public record HistoryRetention(boolean ofRunning, int finished) {
    /** Everything is kept. */
    public static final HistoryRetention ALL = new HistoryRetention(true, Integer.MAX_VALUE);

    /** Nothing is kept: for very many executions at once. */
    public static final HistoryRetention NONE = new HistoryRetention(false, 0);
}
