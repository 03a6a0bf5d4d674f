package io.github.falvideo.local.asl.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.local.asl.Lab;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionParserTest {
    private static final String END = ", 'X': {'Type': 'Succeed'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'A': {'Type': 'Map', 'End': true} | UNSUPPORTED: The state type 'Map' is not supported at /States/A",
                "'A': {'Type': 'Pass', 'InputPath': '$', 'End': true} | UNSUPPORTED: The field 'InputPath' is JSONPath; only JSONata is supported at /States/A",
                "'A': {'Type': 'Pass', 'Colour': 1, 'End': true} | UNSUPPORTED: The field 'Colour' is not supported here at /States/A",
                "'A': {'Type': 'Task', 'Resource': 'r:::w', 'HeartbeatSeconds': 5, 'End': true} | UNSUPPORTED: The field 'HeartbeatSeconds' is not supported here at /States/A",
                "'A': {'Type': 'Task', 'Resource': 'r:::w.waitForTaskToken', 'End': true} | UNSUPPORTED: The integration pattern '.waitForTaskToken' of r:::w.waitForTaskToken is not supported at /States/A",
                "'A': {'Type': 'Task', 'Resource': 'r:::w.sync', 'End': true} | UNSUPPORTED: The integration pattern '.sync' of r:::w.sync is not supported at /States/A",
                "'A': {'Type': 'Task', 'Resource': 'r:::z', 'End': true} | The resource provided r:::z is not recognized; known are [r:::w] at /States/A",
                "'A': {'Type': 'Task', 'End': true} | These fields are required: [Resource] at /States/A",
                "'A': {'Type': 'Pass', 'Next': 'B'} | MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A",
                "'A': {'Type': 'Pass', 'End': true}, 'B': {'Type': 'Succeed'} | MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B",
                "'B': {'Type': 'Succeed'} | MISSING_TRANSITION_TARGET: Missing 'StartAt' target: A at /StartAt",
                "'A': {'Type': 'Pass'} | Exactly one of [Next, End] is required at /States/A",
                "'A': {'Type': 'Pass', 'Output': '{% $x ?? 1 %}', 'End': true} | INVALID_JSONATA_EXPRESSION: {% $x ?? 1 %}: the operator ?? is not part of JSONata 2.0 at /States/A/Output",
                "'A': {'Type': 'Pass', 'Output': {'a': [1, '{% ( %}']}, 'End': true} | at /States/A/Output/a[1]",
                "'A': {'Type': 'Pass', 'Output': '{% 1', 'End': true} | A JSONata expression begins with {% and ends with %} at /States/A/Output",
                "'A': {'Type': 'Pass', 'Assign': {'states': 1}, 'End': true} | 'states' is not a name for a variable at /States/A",
                "'A': {'Type': 'Pass', 'Assign': {'x': '{% $eval(1) %}'}, 'End': true} | the function $eval is not supported at /States/A/Assign/x",
                "'A': {'Type': 'Wait', 'End': true} | A Wait state needs exactly one of [Seconds, Timestamp] at /States/A",
                "'A': {'Type': 'Wait', 'Seconds': -1, 'End': true} | Expected a whole number from 0 to 99999999 for 'Seconds' at /States/A",
                "'A': {'Type': 'Wait', 'Timestamp': 'today', 'End': true} | Expected an ISO-8601 date-time with an offset for 'Timestamp' at /States/A",
                "'A': {'Type': 'Choice', 'Choices': [{'Condition': 'yes', 'Next': 'X'}]}, 'X': {'Type': 'Succeed'} | Expected a JSONata expression or a boolean for 'Condition' at /States/A/Choices[0]",
                "'A': {'Type': 'Choice', 'Choices': [{'Condition': true, 'Variable': '$.a', 'Next': 'X'}]}, 'X': {'Type': 'Succeed'} | The field 'Variable' is JSONPath; only JSONata is supported at /States/A/Choices[0]",
                "'A': {'Type': 'Choice', 'Choices': []} | A Choice state needs at least one rule at /States/A",
                "'A': {'Type': 'Fail', 'Error': 3} | Expected a string for 'Error' at /States/A",
                "'A': {'Type': 'Task', 'Resource': 'r:::w', 'End': true, 'Retry': [{'ErrorEquals': ['States.ALL'], 'JitterStrategy': 'SOME'}]} | Expected FULL or NONE for 'JitterStrategy' at /States/A/Retry[0]",
                "'A': {'Type': 'Task', 'Resource': 'r:::w', 'End': true, 'Retry': [{'ErrorEquals': ['States.ALL'], 'BackoffRate': 0.5}]} | Expected a number of at least 1.0 for 'BackoffRate' at /States/A/Retry[0]",
                "'A': {'Type': 'Task', 'Resource': 'r:::w', 'End': true, 'Retry': [{'ErrorEquals': ['States.ALL']}, {'ErrorEquals': ['E']}]} | States.ALL must stand alone and last at /States/A/Retry[0]",
                "'A': {'Type': 'Task', 'Resource': 'r:::w', 'End': true, 'Catch': [{'ErrorEquals': ['E'], 'ResultPath': '$.e', 'Next': 'X'}]}, 'X': {'Type': 'Succeed'} | The field 'ResultPath' is JSONPath; only JSONata is supported at /States/A/Catch[0]",
                "'A': {'Type': 'Parallel', 'Branches': [], 'End': true} | A Parallel state needs at least one branch at /States/A",
                "'A': {'Type': 'Parallel', 'Branches': [{'StartAt': 'B', 'States': {'B': {'Type': 'Pass', 'Next': 'A'}}}], 'End': true} | Missing 'Next' target: A at /States/A/Branches[0]/States/B",
                "'A': {'Type': 'Pass', 'QueryLanguage': 'JSONPath', 'End': true} | The machine's 'QueryLanguage' is JSONata and cannot be overridden with JSONPath at /States/A",
            })
    void shouldRefuseByName(String states, String problem) {
        assertThatThrownBy(() -> parse(Lab.jsonata("A", states)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith("Invalid State Machine Definition: '")
                .hasMessageContaining(problem);
    }

    @Test
    void shouldTellEveryProblemAtOnce() {
        assertThatThrownBy(() -> parse(Lab.jsonata(
                        "A",
                        "'A': {'Type': 'Map'}, 'B': {'Type': 'Pass', 'Result': 1, 'Output': '{% ( %}', 'End': true}")))
                .hasMessageContaining("'Map'")
                .hasMessageContaining("'Result' is JSONPath")
                .hasMessageContaining("/States/B/Output");
    }

    @Test
    void shouldRefuseTasksInJsonPath() {
        assertThatThrownBy(
                        () -> parse(
                                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"r:::w\",\"End\":true}}}"))
                .hasMessageContaining("A Task state with JSONPath is not supported; set 'QueryLanguage' to JSONata");
        assertThatThrownBy(() ->
                        parse("{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Output\":1,\"End\":true}}}"))
                .hasMessageContaining("The field 'Output' is not supported here at /States/A");
    }

    @Test
    void shouldRefuseWhatIsNoJsonOrHasAFieldTwice() {
        assertThatThrownBy(() -> parse("{")).hasMessageContaining("INVALID_JSON_DESCRIPTION");
        assertThatThrownBy(() -> parse("{\"StartAt\":\"A\",\"StartAt\":\"B\"}")).hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> parse("[]")).hasMessageContaining("Expected an object");
    }

    @Test
    void shouldTakeEverythingThatIsSupported() {
        Definition definition = parse(Lab.jsonata(
                        "A",
                        "'A': {'Type': 'Task', 'Comment': 'c', 'Resource': 'r:::w', 'Arguments': {'a': '{% 1 %}'},"
                                + " 'TimeoutSeconds': '{% 5 %}', 'Assign': {'x': 1}, 'Output': '{% $states.result %}',"
                                + " 'Retry': [{'ErrorEquals': ['E'], 'IntervalSeconds': 2, 'MaxAttempts': 0,"
                                + " 'BackoffRate': 1.5, 'MaxDelaySeconds': 9, 'JitterStrategy': 'FULL'}],"
                                + " 'Catch': [{'ErrorEquals': ['States.ALL'], 'Assign': {'e': '{% $states.errorOutput %}'},"
                                + " 'Output': {}, 'Next': 'X'}], 'Next': 'X'}" + END)
                .replaceFirst("\\{", "{\"Comment\":\"c\",\"Version\":\"1.0\",\"TimeoutSeconds\":9,"));
        assertThat(definition.timeout()).hasSeconds(9);
        State.Retrier retrier = definition.states().get("A").retriers().get(0);
        assertThat(retrier.maxDelay()).hasSeconds(9);
        assertThat(retrier.maxAttempts()).isZero();
        assertThat(retrier.fullJitter()).isTrue();
    }

    private static Definition parse(String text) {
        return DefinitionParser.parse(text, Set.of("r:::w"));
    }
}
