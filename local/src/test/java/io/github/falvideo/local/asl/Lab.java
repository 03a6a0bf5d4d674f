package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** An interpreter in virtual time with one worker, and a task resource of the test's choice. */
public final class Lab implements AutoCloseable {
    static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    static final String WORK = "arn:aws:states:::lambda:invoke";
    static final String PUT = "arn:aws:states:::aws-sdk:s3:putObject";

    final VirtualTime time = new VirtualTime(START, 1);
    final StateMachines machines;
    private int created;

    Lab(TaskResource work) {
        this(work, builder -> builder);
    }

    Lab(TaskResource work, UnaryOperator<StateMachines.Builder> more) {
        machines = more.apply(StateMachines.in(time)
                        .random(new Random(1))
                        .resource(WORK, work)
                        .resource(PUT, work))
                .build();
    }

    /** A task that gives its arguments back. */
    static TaskResource identity() {
        return call -> CompletableFuture.completedFuture(call.arguments());
    }

    /** A task that fails with that error. */
    static TaskResource failing(String error) {
        return call -> {
            throw new TaskFailure(error, "because");
        };
    }

    /** A task that takes that long in virtual time. */
    TaskResource lasting(Duration duration) {
        return call -> {
            CompletableFuture<Object> result = new CompletableFuture<>();
            call.letTimePass();
            time.schedule(duration, () -> result.complete(call.arguments()));
            return result;
        };
    }

    String create(String definition) {
        return machines.create("machine" + created++, definition, "role").arn();
    }

    /** A machine in JSONata; quotes may be single. */
    public static String jsonata(String startAt, String states) {
        return ("{'QueryLanguage': 'JSONata', 'StartAt': '" + startAt + "', 'States': {" + states + "}}")
                .replace('\'', '"');
    }

    String start(String definition, String input) {
        return machines.start(create(definition), null, input).executionArn();
    }

    /** Runs it to its end. */
    Run run(String definition, String input) {
        return ended(start(definition, input));
    }

    Run ended(String arn) {
        quiet();
        return new Run(machines.execution(arn), machines.history(arn));
    }

    void quiet() {
        try {
            assertThat(time.awaitQuiet(Duration.ofSeconds(60))).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        time.close();
    }

    record Run(ExecutionRecord record, List<HistoryEvent> events) {
        List<String> types() {
            return events.stream().map(HistoryEvent::type).toList();
        }

        List<Integer> previous() {
            return events.stream().map(HistoryEvent::previousEventId).toList();
        }

        Object output() {
            assertThat(record.status()).as(record.toString()).isEqualTo(ExecutionStatus.SUCCEEDED);
            return Json.parse(record.output());
        }

        Duration duration() {
            return Duration.between(record.startDate(), record.stopDate());
        }

        /** Seconds after the start at which events of that type were recorded. */
        List<Long> secondsOf(String type) {
            return events.stream()
                    .filter(event -> event.type().equals(type))
                    .map(event -> Duration.between(record.startDate(), event.timestamp())
                            .toSeconds())
                    .toList();
        }

        Map<?, ?> details(int id) {
            return events.get(id - 1).json().values().stream()
                    .filter(Map.class::isInstance)
                    .map(value -> (Map<?, ?>) value)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
