package io.github.falvideo.local.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The events of one execution, in order and counted, at most 25,000 of them. Only its execution adds to it, one at a time. */
final class History {
    /** AWS's limit; the last of them is always the end. */
    static final int LIMIT = 25_000;

    private final Time time;
    private final Consumer<HistoryEvent> listener;
    private List<HistoryEvent> events;
    private int count;

    /** There is room for nothing but the end. */
    static final class FullException extends RuntimeException {}

    History(Time time, boolean keeping, Consumer<HistoryEvent> listener) {
        this.time = time;
        this.events = keeping ? new ArrayList<>() : null;
        this.listener = listener;
    }

    /**
     * @return the new event's id
     * @throws FullException when only the last one fits
     */
    int add(int previous, String type, EventDetails details) {
        synchronized (this) {
            if (count >= LIMIT - 1) {
                throw new FullException();
            }
        }
        return append(previous, type, details);
    }

    /** The last event; there is always room for it. */
    void end(int previous, String type, EventDetails details) {
        append(previous, type, details);
    }

    private int append(int previous, String type, EventDetails details) {
        HistoryEvent event;
        synchronized (this) {
            event = new HistoryEvent(++count, previous, time.now(), type, details);
            if (events != null) {
                events.add(event);
            }
        }
        listener.accept(event);
        return event.id();
    }

    /** Null when they were dropped or never kept. */
    synchronized List<HistoryEvent> events() {
        return events == null ? null : List.copyOf(events);
    }

    synchronized void drop() {
        events = null;
    }
}
