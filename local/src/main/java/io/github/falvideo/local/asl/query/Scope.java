package io.github.falvideo.local.asl.query;

import com.dashjoin.jsonata.Jsonata;
import io.github.falvideo.local.asl.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What an expression can see: the variables, {@code $states}, the time and the interpreter's randomness. Used by one thread. */
public final class Scope {
    private final Jsonata.Frame bindings = new Jsonata.Frame(null);
    private final Instant now;
    private final RandomGenerator random;
    private long steps;

    /**
     * @param variables by name, JSON values
     * @param states what {@code $states} is
     * @param now what {@code $now()} and {@code $millis()} say
     */
    public Scope(Map<String, Object> variables, JsonObject states, Instant now, RandomGenerator random) {
        this.now = now;
        this.random = random;
        variables.forEach((name, value) -> bindings.bind(name, Query.toJsonata(value)));
        bindings.bind("states", Query.toJsonata(states));
        bindings.setEvaluateEntryCallback((expression, input, frame) -> count());
    }

    Jsonata.Frame bindings() {
        return bindings;
    }

    Instant now() {
        return now;
    }

    RandomGenerator random() {
        return random;
    }

    /** Before each expression. */
    void reset() {
        steps = 0;
    }

    /** An expression that never ends is stopped by counting, not by a clock, so that a replay stops at the same place. */
    private void count() {
        if (++steps > 5_000_000) {
            throw new IllegalStateException("The expression took too many steps; it may never end.");
        }
    }
}
