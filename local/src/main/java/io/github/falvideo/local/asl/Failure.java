package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.json.JsonObject;
import java.util.List;

/**
 * An error inside an execution, as Retry and Catch see it.
 *
 * @param cause null when nothing is known; $states.errorOutput then has an empty one
 * @param terminal States.ALL does not catch it
 */
record Failure(String error, String cause, boolean terminal) {
    static final String ALL = "States.ALL";
    static final String TASK_FAILED = "States.TaskFailed";
    static final String TIMEOUT = "States.Timeout";
    static final String DATA_LIMIT = "States.DataLimitExceeded";
    static final String RUNTIME = "States.Runtime";
    static final String QUERY = "States.QueryEvaluationError";
    static final String NO_CHOICE = "States.NoChoiceMatched";

    static Failure of(String error, String cause) {
        return new Failure(error, cause, error.equals(RUNTIME));
    }

    boolean matches(List<String> names) {
        for (String name : names) {
            if (name.equals(error)
                    || name.equals(ALL) && !terminal
                    || name.equals(TASK_FAILED) && !terminal && !TIMEOUT.equals(error)) {
                return true;
            }
        }
        return false;
    }

    JsonObject output() {
        return Json.object("Error", error == null ? "" : error, "Cause", cause == null ? "" : cause);
    }
}
