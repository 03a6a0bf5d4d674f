package io.github.falvideo.local.asl.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands between {@code {%} and {@code %}}: it is refused, or has a value, or fails with a QueryFailure. */
class RandomQueriesTest {
    private static final Object STATES = Map.of(
            "input", Map.of("a", 1, "b", List.of(1, "two", Map.of("c", true)), "text", "words"), "context", Map.of());

    private static final List<String> OPERANDS = List.of(
            "0",
            "1",
            "-1",
            "2.5",
            "1e308",
            "1000",
            "'words'",
            "\"\"",
            "'2020-01-01T00:00:00Z'",
            "[1..5]",
            "[]",
            "{}",
            "{'a': 1, 'b': null}",
            "null",
            "true",
            "$states.input",
            "$states.input.b",
            "$states.input.text",
            "$states",
            "$v",
            "$nothing",
            "$",
            "$$",
            "/o+/",
            "/(w)(.)/i",
            "function($x){$x}",
            "function($x, $y){$x > $y}",
            "$sum",
            "[null, [1, [2]], 'x']");
    private static final List<String> OPERATORS = List.of(
            " + ", " - ", " * ", " / ", " % ", " & ", " = ", " != ", " < ", " >= ", " in ", " and ", " or ", ".", "..",
            " ~> ", " := ", "[", "^", "@$x.", "#$i.", " ? ", " ?: ", " ?? ", ".%.", "|", ";");
    private static final List<String> FUNCTIONS = List.of(
            "sum",
            "count",
            "max",
            "average",
            "string",
            "substring",
            "substringBefore",
            "length",
            "trim",
            "pad",
            "contains",
            "match",
            "split",
            "join",
            "replace",
            "base64encode",
            "base64decode",
            "encodeUrlComponent",
            "decodeUrl",
            "number",
            "abs",
            "round",
            "power",
            "sqrt",
            "random",
            "formatNumber",
            "formatBase",
            "formatInteger",
            "parseInteger",
            "boolean",
            "not",
            "exists",
            "append",
            "sort",
            "reverse",
            "shuffle",
            "distinct",
            "zip",
            "keys",
            "lookup",
            "spread",
            "merge",
            "sift",
            "each",
            "error",
            "assert",
            "type",
            "now",
            "millis",
            "fromMillis",
            "toMillis",
            "map",
            "filter",
            "single",
            "reduce",
            "partition",
            "range",
            "hash",
            "uuid",
            "parse",
            "eval",
            "clone",
            "nothing");
    private static final List<String> WORDS = Stream.of(
                    OPERANDS,
                    OPERATORS,
                    List.of("(", ")", "]", "{", "}", ",", ":", "'", "`", "/*", "*/", "\\", "/", "**", "%"))
            .flatMap(List::stream)
            .toList();

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void anySequenceOfWordsIsRefusedOrEvaluated(@ForAll("expressions") String expression) {
        refusedOrEvaluated(expression);
    }

    @Property(tries = 300)
    void anyTextIsRefusedOrEvaluated(@ForAll String text) {
        refusedOrEvaluated(text);
    }

    /** Words of the language, in groups that make sense now and then. */
    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> words = Arbitraries.of(WORDS);
        Arbitrary<String> operands = Arbitraries.of(OPERANDS);
        Arbitrary<String> sums = Combinators.combine(operands, Arbitraries.of(OPERATORS), operands)
                .as((left, operator, right) -> left + operator + right);
        Arbitrary<String> calls = Combinators.combine(
                        Arbitraries.of(FUNCTIONS),
                        Arbitraries.oneOf(operands, sums).list().ofMaxSize(4))
                .as((function, arguments) -> "$" + function + "(" + String.join(", ", arguments) + ")");
        Arbitrary<String> maps =
                Combinators.combine(operands, calls).as((operand, call) -> operand + ".(" + call + ")");
        Arbitrary<String> nested = Combinators.combine(Arbitraries.of(FUNCTIONS), calls, sums)
                .as((function, call, sum) -> "$" + function + "(" + call + ", " + sum + ")");
        return Arbitraries.oneOf(
                words.list().ofMaxSize(12).map(list -> String.join(" ", list)),
                words.list().ofMaxSize(8).map(list -> String.join("", list)),
                sums,
                calls,
                maps,
                nested);
    }

    /** Texts that go deep, grow without end or never come back. */
    static Stream<String> monsters() {
        return Stream.of(
                "(".repeat(10_000),
                "(".repeat(5_000) + "1" + ")".repeat(5_000),
                "[".repeat(10_000) + "]".repeat(10_000),
                "{'a':".repeat(10_000),
                "-".repeat(10_000) + "1",
                "1+".repeat(10_000) + "1",
                "a.".repeat(10_000) + "a",
                "function($x){".repeat(10_000),
                "1 ? ".repeat(10_000),
                "$f := ".repeat(10_000) + "1",
                "/(".repeat(5_000),
                "/" + "(".repeat(10_000) + ")".repeat(10_000) + "/",
                "$match('a', /" + "(".repeat(5_000) + "a" + ")".repeat(5_000) + "/)",
                "($f := function($x){1 + $f($x)}; $f(1))",
                "($f := function($x, $n){$n = 0 ? $x : $f({'a': $x}, $n - 1)}; $f(1, 20000))",
                "($f := function($x, $n){$n = 0 ? $x : $f([[$x]], $n - 1)}; $f(1, 20000))",
                "($f := function($x, $n){$n = 0 ? $string($x) : $f([[$x]], $n - 1)}; $f(1, 20000))",
                "($f := function($x, $n){$n = 0 ? $x = $x : $f([[$x]], $n - 1)}; $f(1, 20000))",
                "$pad('x', 1e9)",
                "$pad('x', 1e308)",
                "$pad('x', -1e308)",
                "$replace($pad('', 200000, 'x'), 'x', $pad('', 200000, 'y'))",
                "$reduce([1..40], function($a, $i){[[$a], [$a]]}, 1)",
                "[1..9999999]",
                "[1..1e308]",
                "[-1e308..1e308]",
                "$range(1, 1e18, 1)",
                "$range(-1e19, 1e19, 1)",
                "$range(1e19, -1e19, -1)",
                "$range(9.2233720368547e18, 1e19, 200000000)",
                "$partition([1, 2], 1e19)",
                "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(a+)+$/)",
                "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /^(a|aa)+$/)",
                "$match($pad('', 20000, 'a'), /(a|b)*c/)",
                "$match('a', /a*/)",
                "$split('abc', /x*/)",
                "$replace('abc', /x*/, '-')",
                "$formatNumber(1, '" + "#".repeat(20_000) + "')",
                "$formatInteger(1e300, 'w')",
                "$formatBase(1e300, 2)",
                "$fromMillis(1e300)",
                "$fromMillis(0, '[Y" + "9".repeat(1000) + "]')",
                "$toMillis('2020', '[Y" + "[".repeat(1000) + "')",
                "$parse('" + "[".repeat(20_000) + "')",
                "$parse('1e999999999')",
                "$parse('" + "9".repeat(5_000) + "')",
                "$power(10, 400)",
                "$number('0x" + "f".repeat(10_000) + "')",
                "9".repeat(10_000),
                "'" + "\\\\".repeat(10_000),
                "`" + "x".repeat(20_000),
                "/*" + "x".repeat(20_000),
                "'\\u12'",
                "",
                " ",
                "{%",
                "\0",
                "\uD800");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("monsters")
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void monstersAreRefusedOrFailToo(String expression) {
        refusedOrEvaluated(expression);
    }

    static void refusedOrEvaluated(String expression) {
        Query query;
        try {
            query = new Query(expression);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        Scope scope = new Scope(
                Map.of("v", 7), Json.object("input", STATES), Instant.parse("2025-01-01T00:00:00Z"), new Random(1));
        try {
            Object value = query.evaluate("Output", scope);
            if (Json.size(value) < 1 << 18 && Json.depth(value) < 1000) {
                assertThat(Json.text(Json.parse(Json.text(value)))).isEqualTo(Json.text(value));
            }
        } catch (QueryFailure e) {
            assertThat(e.location()).isEqualTo("Output");
            assertThat(e.getMessage()).contains(expression);
        }
    }
}
