package io.github.falvideo.local;

import io.github.falvideo.local.asl.ExecutionListener;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The template's EventBridge rule: an execution that was aborted or timed out reaches the cancel function as a "Step Functions
 * Execution Status Change" event, asynchronously, and again after one and after two minutes when the function fails, as Lambda
 * does with asynchronous events.
 */
final class StoppedExecutions implements ExecutionListener {
    private static final System.Logger LOG = System.getLogger(StoppedExecutions.class.getName());
    private static final Set<ExecutionStatus> STOPPED = Set.of(ExecutionStatus.ABORTED, ExecutionStatus.TIMED_OUT);
    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final LambdaFunction cancel;
    private final Time time;
    private final Supplier<String> ids;

    StoppedExecutions(LambdaFunction cancel, Time time, Supplier<String> ids) {
        this.cancel = cancel;
        this.time = time;
        this.ids = ids;
    }

    @Override
    public void statusChanged(ExecutionRecord execution) {
        if (STOPPED.contains(execution.status())) {
            Map<String, Object> event = event(execution, ids.get());
            time.execute(() -> deliver(event, 0));
        }
    }

    private void deliver(Map<String, Object> event, int attempt) {
        try {
            cancel.invoke(event, ids.get());
        } catch (RuntimeException e) {
            if (attempt < RETRIES.size()) {
                time.schedule(RETRIES.get(attempt), () -> deliver(event, attempt + 1));
            } else {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "An execution was stopped and could not be cancelled at fal: {0}",
                        e.getMessage());
            }
        }
    }

    private static Map<String, Object> event(ExecutionRecord execution, String id) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("executionArn", execution.executionArn());
        detail.put("stateMachineArn", execution.stateMachineArn());
        detail.put("name", execution.name());
        detail.put("status", execution.status().name());
        detail.put("startDate", millis(execution.startDate()));
        detail.put("stopDate", millis(execution.stopDate()));
        detail.put("input", execution.input());
        detail.put("output", null);
        detail.put("error", execution.error());
        detail.put("cause", execution.cause());
        return Map.of(
                "version", "0",
                "id", id,
                "detail-type", "Step Functions Execution Status Change",
                "source", "aws.states",
                "account", "123456789012",
                "time", execution.stopDate().toString(),
                "region", "us-east-1",
                "resources", List.of(execution.executionArn()),
                "detail", detail);
    }

    private static Long millis(Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
