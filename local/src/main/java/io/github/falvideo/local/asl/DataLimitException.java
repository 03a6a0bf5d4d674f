package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.json.Json;

/** More data than AWS passes between states, or data that is nested more deeply than any reader of JSON would follow. */
final class DataLimitException extends RuntimeException {
    private static final int MOST_DEPTH = 1000;

    private DataLimitException(String state) {
        super("The state/task '" + state
                + "' returned a result with a size exceeding the maximum number of bytes service limit.");
    }

    static boolean exceeded(Object data) {
        return Json.size(data) > Interpreter.DATA_LIMIT || Json.depth(data) > MOST_DEPTH;
    }

    static void check(String state, Object data) {
        if (exceeded(data)) {
            throw new DataLimitException(state);
        }
    }

    /** States.ALL does not catch it. */
    Failure failure() {
        return new Failure(Failure.DATA_LIMIT, getMessage(), true);
    }

    /** The answer of a task was too large, which (as recorded) is an error of the task and can be caught. */
    static Failure ofTask(String state) {
        return new Failure(Failure.DATA_LIMIT, new DataLimitException(state).getMessage(), false);
    }
}
