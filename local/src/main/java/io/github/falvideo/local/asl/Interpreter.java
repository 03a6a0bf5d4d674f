package io.github.falvideo.local.asl;

import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What all executions have in common. */
record Interpreter(
        Time time,
        RandomGenerator random,
        String region,
        Map<String, TaskResource> resources,
        HistoryRetention retention,
        ExecutionListener listener,
        Consumer<Execution> atEnd) {

    /** States and tasks hand at most this many bytes of JSON to each other. */
    static final int DATA_LIMIT = 256 * 1024;

    void finished(Execution execution) {
        atEnd.accept(execution);
    }
}
