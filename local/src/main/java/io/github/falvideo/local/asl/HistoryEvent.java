package io.github.falvideo.local.asl;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One event of an execution's history, with AWS's own type names, ids and details. */
public final class HistoryEvent {
    private final int id;
    private final int previousEventId;
    private final Instant timestamp;
    private final String type;
    private final EventDetails details;

    HistoryEvent(int id, int previousEventId, Instant timestamp, String type, EventDetails details) {
        this.id = id;
        this.previousEventId = previousEventId;
        this.timestamp = timestamp;
        this.type = type;
        this.details = details;
    }

    /** Counted from 1. */
    public int id() {
        return id;
    }

    public int previousEventId() {
        return previousEventId;
    }

    public Instant timestamp() {
        return timestamp;
    }

    /** Such as {@code TaskStateEntered}. */
    public String type() {
        return type;
    }

    /** The state's name for StateEntered and StateExited events, and null for others. */
    public String stateName() {
        if (details instanceof EventDetails.Entered entered) {
            return entered.name();
        }
        return details instanceof EventDetails.Exited exited ? exited.name() : null;
    }

    /**
     * The event as GetExecutionHistory answers it: id, previousEventId, type and the one field of details, without the timestamp. Inputs
     * and outputs are JSON texts.
     */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("previousEventId", previousEventId);
        json.put("type", type);
        if (details != null) {
            json.put(details.field(type), details.json());
        }
        return json;
    }

    @Override
    public String toString() {
        return json().toString();
    }
}
