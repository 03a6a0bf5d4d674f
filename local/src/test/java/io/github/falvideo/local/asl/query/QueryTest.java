package io.github.falvideo.local.asl.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static final Instant NOW = Instant.parse("2025-03-04T05:06:07.089Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "$partition([1,2,3,4,5], 2) | [[1,2],[3,4],[5]]",
                "$partition([1,2], 5) | [[1,2]]",
                "$range(0, 10, 5) | [0,5,10]",
                "$range(3, 1, -1) | [3,2,1]",
                "$range(1, 10, 4) | [1,5,9]",
                "$range(3, 1, 1) | []",
                "$range(2, 2, -1) | [2]",
                "$range(9.2233720368547e18, 1e19, 1000000000) | [9223372036854700032]",
                "$pad('foo', 5) | \"foo  \"",
                "$pad('foo', -5, '#-') | \"#-foo\"",
                "$pad('foo', 8, '') & '.' | \"foo     .\"",
                "$pad('foo', 2) | \"foo\"",
                "$exists($pad($nope, 2)) | false",
                "'x' ~> $pad(-3) | \"  x\"",
                "$hash('abc', 'MD5') | \"900150983cd24fb0d6963f7d28e17f72\"",
                "$hash('abc', 'SHA-1') | \"a9993e364706816aba3e25717850c26c9cd0d89d\"",
                "$parse('{\"a\":[1,null]}') | {\"a\":[1,null]}",
                "$parse('{\"a\":[1,null]}').a[1] | null",
                "$millis() | 1741064767089",
                "$now() | \"2025-03-04T05:06:07.089Z\"",
                "$now('[Y0001]/[M01]') | \"2025/03\"",
                "$random(7) = $random(7) | true",
                "$length($uuid()) | 36",
                "$count($shuffle([1,2,3])) | 3",
                "$states.input.none | null",
                "$states.input.none = null | true",
                "$exists($states.input.none) | true",
                "$exists($states.input.nope) | false",
                "$states.input.list | [1,null,3]",
                "$states.input.list[1] | null",
                "$map($states.input.list, function($v) { $v }) | [1,null,3]",
                "{'a': $states.input.none, 'b': $states.input.nope} | {\"a\":null}",
                "[$states.input.none] | [null]",
                "$states.input.empty | []",
                "$states.input ~> $keys() | [\"none\",\"list\",\"empty\",\"n\"]",
                "[1..3] | [1,2,3]",
                "$states.input.n * 2.0 | 14",
                "10 / 4 | 2.5",
                "$nothing | null",
                "\"what?? /* no comment\" | \"what?? /* no comment\"",
                "'a?:b' & /* ?? */ 'c' | \"a?:bc\"",
                "$contains('a?:b', /a\\?:b/) | true",
                "8 / 2 / 2 | 2",
            })
    void shouldEvaluate(String expression, String result) {
        assertThat(Json.text(evaluate(expression))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$states.input.n ?? 1 | the operator ?? is not part of JSONata 2.0",
                "$states.input.n ?: 1 | the operator ?: is not part of JSONata 2.0",
                "$eval('1') | the function $eval is not supported",
                "('a'; $x := $eval; 1) | the function $eval is not supported",
                "(1 | S0203: Expected \")\" before end of expression",
                "1 + | S0207",
                "$f( | S02",
                "{'a' 1} | S0202",
            })
    void shouldRefuseWhatAwsRefuses(String expression, String why) {
        assertThatThrownBy(() -> new Query(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'a' + 1 | T2001: The left side of the \"+\" operator must evaluate to a number",
                "$number('x') | For input string: \"x\"",
                "$error('boom') | D3137: boom",
                "1 / 0 | D1001: Number out of range: \"Infinity\"",
                "$hash('a', 'MD4') | $hash knows [MD5, SHA-1, SHA-256, SHA-384, SHA-512], not MD4",
                "$parse('{') | Unexpected end-of-input",
                "$range(1, 2, 0) | $range cannot go from 1 to 2 by 0",
                "$range(-1e19, 1e19, 1) | $range cannot go from",
                "$pad('x', 1e9) | $pad cannot make a string of 1000000000 characters",
                "[1..9999999] | The result has more than 1000000 values.",
                "$partition([1], 0) | $partition needs a size of at least 1, not 0",
                "($f := function($n) { $f($n + 1) }; $f(1)) | The expression took too many steps",
                "($f := function($n) { 1 + $f($n + 1) }; $f(1)) | Stack overflow",
            })
    void shouldSayWhyAnEvaluationFailed(String expression, String why) {
        assertThatThrownBy(() -> evaluate(expression))
                .isInstanceOf(QueryFailure.class)
                .hasMessageStartingWith("The JSONata expression '" + expression
                        + "' specified for the field 'Output' threw an error during evaluation. " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$states.input.nope", "function($x) { $x }", "$sum", "x.y", "$", "$$", "/a/"})
    void shouldNotTakeNothingForAValue(String expression) {
        assertThatThrownBy(() -> evaluate(expression)).hasMessageEndingWith("returned nothing (undefined).");
    }

    @Test
    void shouldShareWhatIsOnlyPassedOn() {
        Object input = Json.parse("{\"a\":{\"b\":[1,2]}}");
        Scope scope = scope(Map.of(), Json.object("input", input));
        assertThat(new Query("$states.input").evaluate("Output", scope)).isSameAs(input);
        Map<?, ?> wrapped = (Map<?, ?>) new Query("{'x': $states.input.a}").evaluate("Output", scope);
        assertThat(wrapped.get("x")).isSameAs(((Map<?, ?>) input).get("a"));
    }

    @Test
    void shouldBeEvaluatedByManyThreadsAtOnce() throws Exception {
        Query query =
                new Query("($y := $x * 2; $sum($map([1..$y], function($i) { $i * $x })) & ':' & $states.input.id)");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Object>> calls = new ArrayList<>();
            for (int i = 1; i <= 400; i++) {
                int x = i % 40 + 1;
                calls.add(() -> query.evaluate(
                        "Output", scope(Map.of("x", x), Json.object("input", Json.object("id", "id" + x)))));
            }
            List<Future<Object>> results = threads.invokeAll(calls);
            for (int i = 1; i <= 400; i++) {
                int x = i % 40 + 1;
                assertThat(results.get(i - 1).get()).isEqualTo((x * (2 * x) * (2 * x + 1) / 2) + ":id" + x);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldNeverSeeTheVariablesOfAnotherThread() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Query bound = new Query("$sum($map([1..50], function($i) { $i * $x }))");
            Query unbound = new Query("$exists($x)");
            List<Callable<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                calls.add(() -> bound.evaluate("Output", scope(Map.of("x", 1), Json.object())));
                calls.add(() -> unbound.evaluate("Output", scope(Map.of(), Json.object())));
            }
            List<Future<Object>> results = threads.invokeAll(calls);
            for (int i = 0; i < results.size(); i += 2) {
                assertThat(results.get(i).get()).isEqualTo(1275);
                assertThat(results.get(i + 1).get()).isEqualTo(false);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object evaluate(String expression) {
        Object input = Json.parse("{\"none\":null,\"list\":[1,null,3],\"empty\":[],\"n\":7}");
        Map<String, Object> variables = new HashMap<>();
        variables.put("nothing", null);
        return new Query(expression).evaluate("Output", scope(variables, Json.object("input", input)));
    }

    private static Scope scope(Map<String, Object> variables, JsonObject states) {
        return new Scope(variables, states, NOW, new Random(1));
    }
}
