package io.github.falvideo.local.stepfunctions;

import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.HistoryEvent;
import io.github.falvideo.local.asl.RequestException;
import io.github.falvideo.local.asl.StateMachine;
import io.github.falvideo.local.asl.StateMachines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The operations of the API: each reads its request, asks the interpreter, and writes the answer. */
final class Operations {
    private final StateMachines machines;

    Operations(StateMachines machines) {
        this.machines = machines;
    }

    Map<String, Object> run(String operation, Request request) {
        return switch (operation) {
            case "CreateStateMachine" -> createStateMachine(request);
            case "DescribeStateMachine" -> Answers.described(machines.describe(request.required("stateMachineArn")));
            case "ListStateMachines" -> listStateMachines(request);
            case "DeleteStateMachine" -> deleteStateMachine(request);
            case "StartExecution" -> startExecution(request);
            case "StopExecution" -> stopExecution(request);
            case "DescribeExecution" -> Answers.described(machines.execution(executionArn(request)));
            case "ListExecutions" -> listExecutions(request);
            case "GetExecutionHistory" -> getExecutionHistory(request);
            default ->
                throw new RequestException(
                        "UnknownOperationException", "The operation " + operation + " is not supported here");
        };
    }

    private Map<String, Object> createStateMachine(Request request) {
        String type = request.optional("type");
        if (type != null && !type.equals("STANDARD")) {
            throw new RequestException(
                    "StateMachineTypeNotSupported", "State Machine Type Not Supported: '" + type + "'");
        }
        if (request.flag("publish", false)) {
            throw new RequestException("ValidationException", "Versions of state machines are not supported here");
        }
        return Answers.created(
                machines.create(request.required("name"), request.required("definition"), request.required("roleArn")));
    }

    private Map<String, Object> listStateMachines(Request request) {
        Page<StateMachine> page = Page.of("machines", machines.list(), StateMachine::arn, request);
        return Answers.page(
                "stateMachines", page.items().stream().map(Answers::listed).toList(), page);
    }

    private Map<String, Object> deleteStateMachine(Request request) {
        machines.delete(request.required("stateMachineArn"));
        return Map.of();
    }

    private Map<String, Object> startExecution(Request request) {
        return Answers.started(machines.start(
                request.required("stateMachineArn"), request.optional("name"), request.optional("input")));
    }

    private Map<String, Object> stopExecution(Request request) {
        return Answers.stopped(
                machines.stop(executionArn(request), request.atMost(256, "error"), request.atMost(32_768, "cause")));
    }

    private Map<String, Object> listExecutions(Request request) {
        String filter = request.optional("statusFilter");
        String machine = request.required("stateMachineArn");
        List<ExecutionRecord> all = filter != null && filter.equals("PENDING_REDRIVE")
                ? List.of()
                : machines.executions(machine, status(filter));
        Page<ExecutionRecord> page =
                Page.of("executions\n" + machine + "\n" + filter, all, ExecutionRecord::executionArn, request);
        return Answers.page(
                "executions", page.items().stream().map(Answers::listed).toList(), page);
    }

    private static ExecutionStatus status(String filter) {
        if (filter == null) {
            return null;
        }
        return Arrays.stream(ExecutionStatus.values())
                .filter(status -> status.name().equals(filter))
                .findFirst()
                .orElseThrow(() -> Request.invalid("Value '" + filter
                        + "' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: "
                        + Arrays.toString(ExecutionStatus.values())));
    }

    private Map<String, Object> getExecutionHistory(Request request) {
        String arn = executionArn(request);
        List<HistoryEvent> events = new ArrayList<>(machines.history(arn));
        boolean reversed = request.flag("reverseOrder", false);
        if (reversed) {
            Collections.reverse(events);
        }
        Page<HistoryEvent> page =
                Page.of("history\n" + arn + "\n" + reversed, events, event -> String.valueOf(event.id()), request);
        boolean withData = request.flag("includeExecutionData", true);
        return Answers.page(
                "events",
                page.items().stream()
                        .map(event -> Answers.event(event, withData))
                        .toList(),
                page);
    }

    private static String executionArn(Request request) {
        String arn = request.required("executionArn");
        if (!arn.startsWith("arn:")) {
            throw new RequestException("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
        }
        if (!arn.contains(":execution:")) {
            throw new RequestException(
                    "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: " + arn + "'");
        }
        return arn;
    }
}
