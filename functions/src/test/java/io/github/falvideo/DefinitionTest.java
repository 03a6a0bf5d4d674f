package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The state machine's file against the template that deploys it and the classes that it names. */
class DefinitionTest {
    private static final String HANDLER = "io.github.falvideo.%sHandler";

    private final Map<String, Object> machine =
            Yaml.map(Yaml.template(), "Resources", "VideoStateMachine", "Properties");
    private final String text;

    DefinitionTest() throws IOException {
        Path template = Path.of(System.getProperty("template"));
        text = Files.readString(
                template.resolveSibling(machine.get("DefinitionUri").toString()));
    }

    @Test
    void shouldBeValidJsonAsItStands() throws IOException {
        assertThat(JSON.std.mapFrom(text))
                .containsEntry("QueryLanguage", "JSONata")
                .containsEntry("StartAt", "Submit");
    }

    @Test
    void shouldBeGivenExactlyTheSubstitutionsThatItNames() {
        assertThat(new TreeSet<>(named("\\$\\{(\\w+)}")))
                .isEqualTo(new TreeMap<>(Yaml.map(machine, "DefinitionSubstitutions")).keySet());
    }

    @Test
    void shouldCallEachFunctionByTheNameOfItsHandler() {
        Map<String, Object> functions = new TreeMap<>(Yaml.map(machine, "DefinitionSubstitutions"));
        functions.remove("BucketName");

        assertThat(functions).hasSize(5).allSatisfy((substitution, value) -> {
            String name = substitution.replace("FunctionArn", "");
            assertThat(value).isEqualTo(Map.of("GetAtt", name + "Function.Arn"));
            assertThat(Yaml.map(Yaml.template(), "Resources", name + "Function", "Properties"))
                    .containsEntry("Handler", HANDLER.formatted(name) + "::handleRequest");
            assertThat(RequestHandler.class).isAssignableFrom(known(HANDLER.formatted(name)));
        });
    }

    @Test
    void shouldBeAllowedToInvokeEachFunctionThatItCalls() {
        List<?> policies = (List<?>) machine.get("Policies");

        assertThat(policies.stream()
                        .map(policy -> Yaml.map(policy, "LambdaInvokePolicy", "FunctionName")
                                .get("Ref"))
                        .filter(name -> name != null)
                        .map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(
                        named("\\$\\{(\\w+Function)Arn}").stream().distinct().toList());
    }

    @Test
    void shouldMatchOnlyErrorsThatExist() {
        assertThat(named("\"(io\\.github\\.falvideo\\.[\\w.]+)\""))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(RuntimeException.class).isAssignableFrom(known(error)));
    }

    @Test
    void shouldLimitTheTimeOfEveryTaskAndCatchItsFailure() throws IOException {
        assertThat(states(state -> "Task".equals(state.get("Type"))))
                .hasSize(9)
                .allSatisfy((name, state) -> assertThat(state).containsKeys("TimeoutSeconds", "Catch", "Next"));
    }

    @Test
    void shouldGiveEveryTaskMoreTimeThanItsFunctionHas() throws IOException {
        assertThat(states(state ->
                        state.get("Resource") instanceof String resource && resource.endsWith("lambda:invoke")))
                .hasSize(5)
                .allSatisfy((name, state) -> {
                    Number function = (Number) Yaml.map(Yaml.template(), "Resources", name + "Function", "Properties")
                            .get("Timeout");
                    assertThat((Integer) state.get("TimeoutSeconds")).isGreaterThan(function.intValue());
                });
    }

    @Test
    void shouldSubmitWithinTheWindowAfterWhichAClaimIsUncertain() {
        Number timeout = (Number) Yaml.map(Yaml.template(), "Resources", "SubmitFunction", "Properties")
                .get("Timeout");

        assertThat(timeout.longValue()).isLessThan(Configuration.SUBMIT_WINDOW.toSeconds());
    }

    private static Class<?> known(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " does not exist", e);
        }
    }

    private List<String> named(String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private Map<String, Map<String, Object>> states(Function<Map<String, Object>, Boolean> wanted) throws IOException {
        Map<String, Object> all = Yaml.map(JSON.std.mapFrom(text), "States");
        return all.keySet().stream()
                .filter(name -> wanted.apply(Yaml.map(all, name)))
                .collect(Collectors.toMap(name -> name, name -> Yaml.map(all, name)));
    }
}
