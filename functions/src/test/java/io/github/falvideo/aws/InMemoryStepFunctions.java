package io.github.falvideo.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StopExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StopExecutionResponse;

/**
 * Step Functions in memory, as far as this project uses them, for tests: executions that run until the test ends them. A
 * running execution is started again by the same name and input without effect, as on AWS. Thread-safe.
 */
public final class InMemoryStepFunctions implements SfnClient {
    public static final String STATE_MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:fal-video";

    /** @param stopDate null while it runs */
    public record Run(String name, String input, ExecutionStatus status, Instant startDate, Instant stopDate) {}

    private final Supplier<Instant> clock;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private volatile Consumer<String> fault = operation -> {};

    public InMemoryStepFunctions(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** From now on this is called before each call's effect, with the operation's name; it throws what shall go wrong. */
    public void fault(Consumer<String> before) {
        fault = before;
    }

    /** All executions in the order of their start. */
    public synchronized List<Run> runs() {
        return List.copyOf(runs.values());
    }

    /** The execution ends by itself. */
    public synchronized void end(String name, ExecutionStatus status) {
        Run run = runs.get(name);
        runs.put(name, new Run(name, run.input(), status, run.startDate(), clock.get()));
    }

    /** Step Functions forget what ended long ago. */
    public synchronized void forget(String name) {
        runs.remove(name);
    }

    @Override
    public StartExecutionResponse startExecution(StartExecutionRequest request) {
        fault.accept("StartExecution");
        synchronized (this) {
            Run there = runs.get(request.name());
            boolean same = there != null
                    && there.status() == ExecutionStatus.RUNNING
                    && there.input().equals(request.input());
            if (there != null && !same) {
                throw ExecutionAlreadyExistsException.builder()
                        .message("Execution Already Exists")
                        .statusCode(400)
                        .build();
            }
            runs.putIfAbsent(
                    request.name(),
                    new Run(request.name(), request.input(), ExecutionStatus.RUNNING, clock.get(), null));
            return StartExecutionResponse.builder()
                    .executionArn(arn(request.name()))
                    .startDate(runs.get(request.name()).startDate())
                    .build();
        }
    }

    @Override
    public DescribeExecutionResponse describeExecution(DescribeExecutionRequest request) {
        fault.accept("DescribeExecution");
        synchronized (this) {
            Run run = existing(request.executionArn());
            return DescribeExecutionResponse.builder()
                    .executionArn(arn(run.name()))
                    .name(run.name())
                    .input(run.input())
                    .status(run.status())
                    .startDate(run.startDate())
                    .stopDate(run.stopDate())
                    .build();
        }
    }

    @Override
    public StopExecutionResponse stopExecution(StopExecutionRequest request) {
        fault.accept("StopExecution");
        synchronized (this) {
            Run run = existing(request.executionArn());
            if (run.status() == ExecutionStatus.RUNNING) {
                end(run.name(), ExecutionStatus.ABORTED);
            }
            return StopExecutionResponse.builder()
                    .stopDate(runs.get(run.name()).stopDate())
                    .build();
        }
    }

    @Override
    public ListExecutionsResponse listExecutions(ListExecutionsRequest request) {
        fault.accept("ListExecutions");
        synchronized (this) {
            List<Run> newestFirst = new ArrayList<>(runs.values());
            Collections.reverse(newestFirst);
            int from = request.nextToken() == null ? 0 : position(request.nextToken(), newestFirst.size());
            int to = Math.min(newestFirst.size(), from + request.maxResults());
            return ListExecutionsResponse.builder()
                    .executions(newestFirst.subList(from, to).stream()
                            .map(run -> ExecutionListItem.builder()
                                    .executionArn(arn(run.name()))
                                    .name(run.name())
                                    .status(run.status())
                                    .startDate(run.startDate())
                                    .stopDate(run.stopDate())
                                    .build())
                            .toList())
                    .nextToken(to < newestFirst.size() ? "token+/" + to : null)
                    .build();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // nothing is open
    }

    private static int position(String token, int size) {
        if (!token.matches("token\\+/[0-9]{1,6}") || Integer.parseInt(token.substring(7)) > size) {
            throw InvalidTokenException.builder()
                    .message("Invalid Token")
                    .statusCode(400)
                    .build();
        }
        return Integer.parseInt(token.substring(7));
    }

    private Run existing(String arn) {
        Run run = runs.get(arn.substring(arn.lastIndexOf(':') + 1));
        if (run == null || !arn(run.name()).equals(arn)) {
            throw ExecutionDoesNotExistException.builder()
                    .message("Execution Does Not Exist: '" + arn + "'")
                    .statusCode(400)
                    .build();
        }
        return run;
    }

    private static String arn(String name) {
        return STATE_MACHINE.replace(":stateMachine:", ":execution:") + ":" + name;
    }
}
