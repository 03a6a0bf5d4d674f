package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever text is given for a definition: it is refused as one, or makes a machine whose executions end. */
class RandomDefinitionsTest {
    private static final List<String> NAMES = List.of(
            "QueryLanguage",
            "StartAt",
            "States",
            "Type",
            "Next",
            "End",
            "Default",
            "Choices",
            "Condition",
            "Seconds",
            "Timestamp",
            "TimeoutSeconds",
            "Resource",
            "Arguments",
            "Output",
            "Assign",
            "Retry",
            "Catch",
            "ErrorEquals",
            "MaxAttempts",
            "IntervalSeconds",
            "MaxDelaySeconds",
            "BackoffRate",
            "JitterStrategy",
            "Branches",
            "Error",
            "Cause",
            "Comment",
            "Version",
            "Parameters",
            "s0",
            "s1",
            "states",
            "");
    private static final List<Object> VALUES = Stream.concat(
                    NAMES.stream(),
                    Stream.of(
                            "Pass",
                            "Task",
                            "Wait",
                            "Choice",
                            "Parallel",
                            "Succeed",
                            "Fail",
                            "Map",
                            "JSONata",
                            "JSONPath",
                            "1.0",
                            "{% $states.input %}",
                            "{% 1",
                            "{%%}",
                            "{% ) %}",
                            "{% $x ?? 1 %}",
                            Lab.WORK,
                            Lab.WORK + ".sync",
                            "States.ALL",
                            "2025-01-01T00:00:00Z",
                            0,
                            1,
                            -1,
                            3_000_000_000L,
                            1e300,
                            0.5,
                            true,
                            false,
                            List.of(),
                            Map.of()))
            .toList();

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aBrokenDefinitionIsRefusedOrItsExecutionsEnd(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int states, @ForAll @IntRange(max = 3) int faults) {
        Random random = new Random(seed);
        Object definition = new RandomMachine(seed, states).definition();
        for (int i = 0; i <= faults; i++) {
            definition = broken(definition, random);
        }
        refusedOrEnds(Json.text(definition));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aTextCutOrChangedAnywhereIsRefusedOrItsExecutionsEnd(
            @ForAll long seed, @ForAll @IntRange(max = 100_000) int at, @ForAll char changed, @ForAll boolean cut) {
        String text = new RandomMachine(seed, 3).text();
        int index = at % text.length();
        refusedOrEnds(text.substring(0, index) + (cut ? "" : changed + text.substring(index + 1)));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void anyJsonIsRefusedOrItsExecutionsEnd(@ForAll long seed) {
        refusedOrEnds(Json.text(value(new Random(seed), 4)));
    }

    @Property(tries = 100)
    void anyTextIsRefused(@ForAll String text) {
        refusedOrEnds(text);
    }

    static Stream<String> monsters() {
        String branch = "{\"Type\":\"Parallel\",\"End\":true,\"Branches\":[{\"StartAt\":\"A\",\"States\":{\"A\":";
        return Stream.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "9".repeat(100_000),
                "1e999999999",
                "\"" + "x".repeat(1_000_000),
                Lab.jsonata(
                        "A", "'A': {'Type': 'Pass', 'End': true, 'Output': " + "[".repeat(900) + "]".repeat(900) + "}"),
                Lab.jsonata(
                        "A",
                        "'A': {'Type': 'Pass', 'End': true, 'Output': " + "[".repeat(900) + "'{% $states.input %}'"
                                + "]".repeat(900) + "}"),
                Lab.jsonata("A", "'A': " + branch.repeat(240) + "{'Type': 'Succeed'}" + "}}]}".repeat(240)),
                Lab.jsonata("A", "'A': {'Type': 'Pass', 'End': true, 'Output': '{% " + "(".repeat(10_000) + " %}'}"),
                Lab.jsonata("A", "'A': {'Type': 'Pass', 'Next': 'A', 'Output': ['{% $states.input %}']}"),
                Lab.jsonata(
                        "A",
                        "'A': {'Type': 'Pass', 'Next': 'A', 'Assign': {'v': '{% {\\'a\\': $exists($v) ? $v : 1} %}'}}"),
                Lab.jsonata(
                        "A",
                        "'A': {'Type': 'Choice', 'Choices': [{'Condition': '{% $reduce([1..2000], function($a, $i){[[$a]]}, 1) %}',"
                                + " 'Next': 'A'}]}"));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("monsters")
    void monstersAreRefusedOrEndToo(String definition) {
        refusedOrEnds(definition);
    }

    private static void refusedOrEnds(String definition) {
        try (Lab lab = new Lab(Lab.identity())) {
            String machine;
            try {
                machine = lab.create(definition);
            } catch (RequestException e) {
                assertThat(e.code()).isEqualTo("InvalidDefinition");
                assertThat(e.getMessage()).startsWith("Invalid State Machine Definition: '");
                return;
            }
            Lab.Run run =
                    lab.ended(lab.machines.start(machine, null, "{\"a\":1}").executionArn());
            assertThat(run.record().status()).as("%s", definition).isNotEqualTo(ExecutionStatus.RUNNING);
            assertThat(String.valueOf(run.record().cause())).doesNotContain("The interpreter itself failed");
            HistoryRules.checkOrder(run);
        }
    }

    /** The same with one fault somewhere: a value of another kind, a field left out, or one too many. */
    private static Object broken(Object value, Random random) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(6) > 0) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((name, item) -> copy.put((String) name, item));
            String name = any(List.copyOf(copy.keySet()), random);
            switch (random.nextInt(8)) {
                case 0 -> copy.remove(name);
                case 1 -> copy.put(any(NAMES, random), copy.remove(name));
                case 2 -> copy.put(any(NAMES, random), value(random, 2));
                default -> copy.put(name, broken(copy.get(name), random));
            }
            return copy;
        }
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(6) > 0) {
            List<Object> copy = new ArrayList<>(list);
            int i = random.nextInt(copy.size());
            switch (random.nextInt(6)) {
                case 0 -> copy.remove(i);
                case 1 -> copy.add(copy.get(i));
                default -> copy.set(i, broken(copy.get(i), random));
            }
            return copy;
        }
        return value(random, 2);
    }

    private static Object value(Random random, int depth) {
        int kind = random.nextInt(6);
        if (depth == 0 || kind > 2) {
            return kind == 5 ? null : any(VALUES, random);
        }
        if (kind == 0) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(value(random, depth - 1));
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            map.put(any(NAMES, random), value(random, depth - 1));
        }
        return map;
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
