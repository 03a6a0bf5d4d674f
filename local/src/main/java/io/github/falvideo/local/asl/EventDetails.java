package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.State;
import io.github.falvideo.local.asl.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an event says beside its type. Data stays as shared JSON values until somebody asks for the event; then it becomes text, as AWS
 * has it.
 */
sealed interface EventDetails {
    /** The field of the event that holds the details. */
    String field(String type);

    /** The content of that field. */
    Map<String, Object> json();

    /** {@code input} is the text as it was given. */
    record ExecutionStarted(String input, String roleArn) implements EventDetails {
        @Override
        public String field(String type) {
            return "executionStartedEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            return fields("input", input, "inputDetails", whole(), "roleArn", roleArn);
        }
    }

    record Entered(String name, Object input) implements EventDetails {
        @Override
        public String field(String type) {
            return "stateEnteredEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            return fields("name", name, "input", Json.text(input), "inputDetails", whole());
        }
    }

    record Exited(String name, Object output, Map<String, Object> assigned) implements EventDetails {
        @Override
        public String field(String type) {
            return "stateExitedEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = fields("name", name, "output", Json.text(output), "outputDetails", whole());
            if (!assigned.isEmpty()) {
                Map<String, Object> variables = new LinkedHashMap<>();
                assigned.forEach((variable, value) -> variables.put(variable, Json.text(value)));
                json.put("assignedVariables", variables);
                json.put("assignedVariablesDetails", whole());
            }
            return json;
        }
    }

    record ExecutionSucceeded(Object output) implements EventDetails {
        @Override
        public String field(String type) {
            return "executionSucceededEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            return fields("output", Json.text(output), "outputDetails", whole());
        }
    }

    /** ExecutionFailed, ExecutionAborted, ExecutionTimedOut: both parts may be null. */
    record ExecutionEnded(String error, String cause) implements EventDetails {
        @Override
        public String field(String type) {
            return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1) + "EventDetails";
        }

        @Override
        public Map<String, Object> json() {
            return fields("error", error, "cause", cause);
        }
    }

    record EvaluationFailed(String error, String cause, String location, String state) implements EventDetails {
        @Override
        public String field(String type) {
            return "evaluationFailedEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            return fields("error", error, "cause", cause, "location", location, "state", state);
        }
    }

    /** {@code timeout} in seconds; null when the state has none. */
    record TaskScheduled(State.TaskType task, String region, Object parameters, Integer timeout)
            implements EventDetails {
        @Override
        public String field(String type) {
            return "taskScheduledEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = resource(task);
            json.put("region", region);
            json.put("parameters", Json.text(parameters));
            if (timeout != null) {
                json.put("timeoutInSeconds", timeout);
            }
            return json;
        }
    }

    record TaskStarted(State.TaskType task) implements EventDetails {
        @Override
        public String field(String type) {
            return "taskStartedEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            return resource(task);
        }
    }

    record TaskSucceeded(State.TaskType task, Object output) implements EventDetails {
        @Override
        public String field(String type) {
            return "taskSucceededEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = resource(task);
            json.put("output", Json.text(output));
            json.put("outputDetails", whole());
            return json;
        }
    }

    /** TaskFailed and TaskTimedOut. */
    record TaskEnded(State.TaskType task, String error, String cause) implements EventDetails {
        @Override
        public String field(String type) {
            return type.equals("TaskFailed") ? "taskFailedEventDetails" : "taskTimedOutEventDetails";
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = resource(task);
            json.putAll(fields("error", error, "cause", cause));
            return json;
        }
    }

    private static Map<String, Object> resource(State.TaskType task) {
        return fields("resourceType", task.type(), "resource", task.action());
    }

    private static Map<String, Object> whole() {
        return Map.of("truncated", false);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return fields;
    }
}
