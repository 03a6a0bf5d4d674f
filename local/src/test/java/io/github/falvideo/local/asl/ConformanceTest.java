package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.falvideo.local.asl.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every recorded execution is run here again, and its whole history compared with what AWS recorded. */
class ConformanceTest {
    @TestFactory
    Stream<DynamicTest> shouldRecordWhatAwsRecorded() {
        var cases = Recordings.read("cases.json");
        assumeTrue(cases.isPresent(), "asl.conformance names no folder");
        List<?> all = (List<?>) cases.get();
        assertThat(all).hasSize(32);
        return all.stream()
                .map(item -> (Map<?, ?>) item)
                .map(recorded -> DynamicTest.dynamicTest((String) recorded.get("name"), () -> run(recorded)));
    }

    private static void run(Map<?, ?> recorded) throws InterruptedException {
        List<?> events = (List<?>) recorded.get("events");
        try (VirtualTime time = new VirtualTime(Instant.parse("2025-01-01T00:00:00Z"), 1)) {
            StateMachines machines = StateMachines.in(time)
                    .random(new Random(1))
                    .resource("arn:aws:states:::lambda:invoke", lambda((Map<?, ?>) recorded.get("functions"), events))
                    .build();
            StateMachine machine = machines.create("machine", Json.text(recorded.get("definition")), "snf_role_arn");
            ExecutionRecord execution = machines.start(machine.arn(), "run", (String) recorded.get("input"));
            assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
            List<Map<String, Object>> history = machines.history(execution.executionArn()).stream()
                    .map(HistoryEvent::json)
                    .peek(event -> event.put("timestamp", "timestamp"))
                    .toList();
            Recordings.assertAgrees(events, history);
        }
    }

    private static TaskResource lambda(Map<?, ?> functions, List<?> events) {
        return call -> {
            Map<?, ?> arguments = (Map<?, ?>) call.arguments();
            String[] name = ((String) arguments.get("FunctionName")).split(":");
            Object behaviour = functions.get(name[name.length - 1]);
            if (behaviour.equals("raise_exception")) {
                throw failure(events);
            }
            assertThat(behaviour).isEqualTo("identity");
            return answer(arguments.get("Payload"));
        };
    }

    private static CompletionStage<Object> answer(Object payload) {
        return CompletableFuture.completedFuture(
                Json.object("ExecutedVersion", "$LATEST", "Payload", payload, "StatusCode", 200));
    }

    private static TaskFailure failure(List<?> events) {
        Map<?, ?> details = events.stream()
                .map(event -> (Map<?, ?>) ((Map<?, ?>) event).get("taskFailedEventDetails"))
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow();
        return new TaskFailure((String) details.get("error"), Json.text(details.get("cause")));
    }
}
