package io.github.falvideo.local.stepfunctions;

import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.HistoryEvent;
import io.github.falvideo.local.asl.StateMachine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Machines, executions and events as the API writes them. */
final class Answers {
    private static final Set<String> DATA = Set.of("input", "output", "parameters", "assignedVariables");

    private Answers() {}

    static Map<String, Object> created(StateMachine machine) {
        return fields("stateMachineArn", machine.arn(), "creationDate", date(machine.creationDate()));
    }

    static Map<String, Object> listed(StateMachine machine) {
        return fields(
                "stateMachineArn",
                machine.arn(),
                "name",
                machine.name(),
                "type",
                "STANDARD",
                "creationDate",
                date(machine.creationDate()));
    }

    static Map<String, Object> described(StateMachine machine) {
        Map<String, Object> answer = listed(machine);
        answer.put("status", "ACTIVE");
        answer.put("definition", machine.definitionText());
        answer.put("roleArn", machine.roleArn());
        answer.put("loggingConfiguration", fields("level", "OFF", "includeExecutionData", false));
        answer.put("tracingConfiguration", fields("enabled", false));
        return answer;
    }

    static Map<String, Object> started(ExecutionRecord execution) {
        return fields("executionArn", execution.executionArn(), "startDate", date(execution.startDate()));
    }

    static Map<String, Object> stopped(ExecutionRecord execution) {
        return fields("stopDate", date(execution.stopDate()));
    }

    static Map<String, Object> listed(ExecutionRecord execution) {
        return fields(
                "executionArn",
                execution.executionArn(),
                "stateMachineArn",
                execution.stateMachineArn(),
                "name",
                execution.name(),
                "status",
                execution.status().name(),
                "startDate",
                date(execution.startDate()),
                "stopDate",
                date(execution.stopDate()),
                "redriveCount",
                0);
    }

    static Map<String, Object> described(ExecutionRecord execution) {
        Map<String, Object> answer = listed(execution);
        answer.put("input", execution.input());
        answer.put("inputDetails", fields("included", true));
        if (execution.output() != null) {
            answer.put("output", execution.output());
            answer.put("outputDetails", fields("included", true));
        }
        answer.putAll(fields("error", execution.error(), "cause", execution.cause()));
        answer.put("redriveStatus", "NOT_REDRIVABLE");
        answer.put("redriveStatusReason", "Execution is " + execution.status() + " and cannot be redriven");
        return answer;
    }

    static Map<String, Object> event(HistoryEvent event, boolean withData) {
        Map<String, Object> answer = event.json();
        answer.put("timestamp", date(event.timestamp()));
        if (!withData) {
            answer.values().forEach(Answers::dropData);
        }
        return answer;
    }

    private static void dropData(Object details) {
        if (details instanceof Map<?, ?> map) {
            map.keySet().removeAll(DATA);
        }
    }

    static Map<String, Object> page(String name, List<Map<String, Object>> items, Page<?> page) {
        return fields(name, items, "nextToken", page.nextToken());
    }

    /** Seconds since 1970 with milliseconds, as AWS JSON has them. */
    private static BigDecimal date(Instant instant) {
        return instant == null ? null : BigDecimal.valueOf(instant.toEpochMilli(), 3);
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
