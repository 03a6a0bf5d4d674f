package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the states do that the recordings do not show. */
class StatesTest {
    private final Lab lab = new Lab(Lab.identity());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'Seconds': 300 | PT5M",
                "'Seconds': '{% $states.input.n * 2 %}' | PT14S",
                "'Timestamp': '2025-01-01T01:00:00+01:00' | PT0S",
                "'Timestamp': '2025-01-02T00:00:00.5Z' | PT24H0.5S",
                "'Timestamp': '{% $fromMillis($millis() + 1500) %}' | PT1.5S",
            })
    void shouldWaitThatLong(String field, String duration) {
        Lab.Run run = lab.run(Lab.jsonata("W", "'W': {'Type': 'Wait', " + field + ", 'End': true}"), "{\"n\":7}");
        assertThat(run.output()).isEqualTo(Map.of("n", 7));
        assertThat(run.duration()).isEqualTo(Duration.parse(duration));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'W': {'Type': 'Wait', 'Seconds': '{% \\\"soon\\\" %}', 'End': true} | Seconds | The JSONata expression '\"soon\"' specified for the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: \"soon\"",
                "'W': {'Type': 'Wait', 'Seconds': '{% 1.5 %}', 'End': true} | Seconds | The Seconds field cannot be parsed as an integer: 1.5",
                "'W': {'Type': 'Wait', 'Seconds': '{% -1 %}', 'End': true} | Seconds | Seconds must be between 0 and 99999999 but was: -1",
                "'W': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'TimeoutSeconds': '{% [] %}', 'End': true} | TimeoutSeconds | The JSONata expression '[]' specified for the field 'TimeoutSeconds' returned an unexpected result type. Expected 'number', but was 'array' for value: []",
                "'W': {'Type': 'Choice', 'Choices': [{'Condition': '{% 1 %}', 'Next': 'X'}]}, 'X': {'Type': 'Succeed'} | Choices[0]/Condition | The JSONata expression '1' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1",
                "'W': {'Type': 'Pass', 'Assign': {'x': {'y': ['{% $nope %}']}}, 'End': true} | Assign/x/y[0] | The JSONata expression '$nope' specified for the field 'Assign/x/y[0]' returned nothing (undefined).",
            })
    void shouldFailAnEvaluationByName(String states, String location, String why) {
        Lab.Run run = lab.run(Lab.jsonata("W", states), "{}");
        String cause = "An error occurred while executing the state 'W' (entered at the event id #2). " + why;
        assertThat(run.record().error()).isEqualTo("States.QueryEvaluationError");
        assertThat(run.record().cause()).isEqualTo(cause);
        assertThat(run.types()).endsWith("EvaluationFailed", "ExecutionFailed");
        assertThat(run.details(run.events().size() - 1).get("location")).isEqualTo(location);
    }

    @Test
    void shouldAssignAllVariablesAtOnceAndKeepThem() {
        Lab.Run run = lab.run(
                Lab.jsonata(
                        "A",
                        "'A': {'Type': 'Pass', 'Assign': {'x': 1, 'y': 2, 'nothing': null}, 'Next': 'B'},"
                                + "'B': {'Type': 'Pass', 'Assign': {'x': '{% $y %}', 'y': '{% $x %}'}, 'Next': 'C'},"
                                + "'C': {'Type': 'Succeed', 'Output': ['{% $x %}', '{% $y %}', '{% $nothing %}']}"),
                "{}");
        assertThat(Json.text(run.output())).isEqualTo("[2,1,null]");
    }

    @Test
    void shouldShowTheContext() {
        String definition = Lab.jsonata("C", "'C': {'Type': 'Pass', 'Output': '{% $states.context %}', 'End': true}");
        String machine = lab.create(definition);
        String arn = lab.machines.start(machine, "n", "{\"a\":1}").executionArn();
        assertThat(Json.text(lab.ended(arn).output()))
                .isEqualTo("{\"Execution\":{\"Id\":\"" + arn + "\",\"Input\":{\"a\":1},\"Name\":\"n\","
                        + "\"RoleArn\":\"role\",\"StartTime\":\"2025-01-01T00:00:00.000Z\",\"RedriveCount\":0},"
                        + "\"State\":{\"EnteredTime\":\"2025-01-01T00:00:00.000Z\",\"Name\":\"C\",\"RetryCount\":0},"
                        + "\"StateMachine\":{\"Id\":\"" + machine + "\",\"Name\":\"machine0\"}}");
    }

    @Test
    void shouldFailAChoiceThatLeadsNowhere() {
        Lab.Run run = lab.run(
                Lab.jsonata(
                        "C",
                        "'C': {'Type': 'Choice', 'Choices': [{'Condition': false, 'Next': 'X'}]},"
                                + "'X': {'Type': 'Succeed'}"),
                "{}");
        assertThat(run.record().error()).isEqualTo("States.NoChoiceMatched");
        assertThat(run.types()).containsExactly("ExecutionStarted", "ChoiceStateEntered", "ExecutionFailed");
    }

    @Test
    void shouldFailWithWhatTheExpressionsSay() {
        Lab.Run run = lab.run(
                Lab.jsonata(
                        "F",
                        "'F': {'Type': 'Fail', 'Error': '{% $states.input.e %}', 'Cause': '{% \\\"a\\\" & \\\"b\\\" %}'}"),
                "{\"e\":\"Mine\"}");
        assertThat(run.record().error()).isEqualTo("Mine");
        assertThat(run.record().cause()).isEqualTo("ab");
    }

    @Test
    void shouldRunBranchesSideBySideAndGiveTheirOutputsInOrder() {
        Lab.Run run = lab.run(
                Lab.jsonata(
                                "P",
                                "'P': {'Type': 'Parallel', 'Arguments': {'n': '{% $states.input.n + 1 %}'}, 'Branches': ["
                                        + branch(
                                                "'W': {'Type': 'Wait', 'Seconds': 20, 'Output': '{% $states.input.n %}', 'End': true}")
                                        + ","
                                        + branch(
                                                "'W': {'Type': 'Wait', 'Seconds': 10, 'Assign': {'v': 2}, 'Output': '{% $v %}', 'End': true}")
                                        + "], 'Output': {'both': '{% $states.result %}', 'v': '{% $v %}'}, 'Next': 'E'},"
                                        + "'E': {'Type': 'Succeed'}")
                        .replace("\"StartAt\": \"P\"", "\"StartAt\": \"V\"")
                        .replace(
                                "\"States\": {\"P\"",
                                "\"States\": {\"V\": {\"Type\": \"Pass\", \"Assign\": {\"v\": 1}, \"Next\": \"P\"}, \"P\""),
                "{\"n\":1}");
        assertThat(Json.text(run.output())).isEqualTo("{\"both\":[2,1],\"v\":1}");
        assertThat(run.duration()).hasSeconds(20);
        assertThat(run.types())
                .containsExactly(
                        "ExecutionStarted",
                        "PassStateEntered",
                        "PassStateExited",
                        "ParallelStateEntered",
                        "ParallelStateStarted",
                        "WaitStateEntered",
                        "WaitStateEntered",
                        "WaitStateExited",
                        "WaitStateExited",
                        "ParallelStateSucceeded",
                        "ParallelStateExited",
                        "SucceedStateEntered",
                        "SucceedStateExited",
                        "ExecutionSucceeded");
        assertThat(run.previous()).containsExactly(0, 0, 2, 3, 4, 5, 5, 7, 6, 9, 9, 11, 12, 13);
    }

    @Test
    void shouldEndTheOtherBranchesWhenOneFails() {
        Lab.Run run = lab.run(
                Lab.jsonata(
                        "P",
                        "'P': {'Type': 'Parallel', 'Branches': ["
                                + branch("'W': {'Type': 'Wait', 'Seconds': 100, 'End': true}")
                                + ","
                                + branch("'W': {'Type': 'Wait', 'Seconds': 1, 'Next': 'F'},"
                                        + "'F': {'Type': 'Fail', 'Error': 'Mine', 'Cause': 'why'}")
                                + "], 'Catch': [{'ErrorEquals': ['Mine'], 'Output': '{% $states.errorOutput %}', 'Next': 'E'}],"
                                + "'End': true}, 'E': {'Type': 'Succeed'}"),
                "{}");
        assertThat(run.output()).isEqualTo(Map.of("Error", "Mine", "Cause", "why"));
        assertThat(run.duration()).hasSeconds(1);
        assertThat(run.types())
                .containsExactly(
                        "ExecutionStarted",
                        "ParallelStateEntered",
                        "ParallelStateStarted",
                        "WaitStateEntered",
                        "WaitStateEntered",
                        "WaitStateExited",
                        "FailStateEntered",
                        "WaitStateAborted",
                        "ParallelStateFailed",
                        "ParallelStateExited",
                        "SucceedStateEntered",
                        "SucceedStateExited",
                        "ExecutionSucceeded");
        assertThat(run.previous()).containsExactly(0, 0, 2, 3, 3, 5, 6, 4, 7, 9, 10, 11, 12);
    }

    @Test
    void shouldRunANestedParallelAgainWhenItIsRetried() {
        Lab.Run run = lab.run(
                Lab.jsonata(
                        "P",
                        "'P': {'Type': 'Parallel', 'Branches': ["
                                + branch("'W': {'Type': 'Parallel', 'Branches': ["
                                        + branch("'W': {'Type': 'Fail', 'Error': 'Mine'}") + "], 'End': true}")
                                + "], 'Retry': [{'ErrorEquals': ['Mine'], 'MaxAttempts': 1}], 'End': true}"),
                "{}");
        assertThat(run.record().error()).isEqualTo("Mine");
        assertThat(run.types().stream().filter(type -> type.equals("FailStateEntered")))
                .hasSize(2);
        assertThat(run.types().stream().filter(type -> type.equals("ParallelStateFailed")))
                .hasSize(4);
        assertThat(run.duration()).hasSeconds(1);
    }

    @Test
    void shouldNameTheResourceOfAnSdkIntegration() {
        Lab.Run run = lab.run(
                Lab.jsonata(
                        "T", "'T': {'Type': 'Task', 'Resource': '" + Lab.PUT + "', 'TimeoutSeconds': 7, 'End': true}"),
                "{\"Bucket\":\"b\"}");
        assertThat(run.details(3))
                .isEqualTo(Map.of(
                        "resourceType", "aws-sdk:s3",
                        "resource", "putObject",
                        "region", "us-east-1",
                        "timeoutInSeconds", 7,
                        "parameters", "{\"Bucket\":\"b\"}"));
        assertThat(run.output()).isEqualTo(Map.of("Bucket", "b"));
        lab.close();
    }

    @Test
    void shouldGiveATaskWhatItNeedsToKnow() {
        TaskResource tells = call -> CompletableFuture.completedFuture(
                List.of(call.resource(), call.executionArn(), call.executionName(), call.stateName()));
        try (Lab other = new Lab(tells)) {
            Lab.Run run = other.run(
                    Lab.jsonata("T", "'T': {'Type': 'Task', 'Resource': '" + Lab.WORK + "', 'End': true}"), "{}");
            assertThat(run.output())
                    .isEqualTo(List.of(
                            Lab.WORK, run.record().executionArn(), run.record().name(), "T"));
        }
    }

    private static String branch(String states) {
        return "{'StartAt': 'W', 'States': {" + states + "}}";
    }
}
