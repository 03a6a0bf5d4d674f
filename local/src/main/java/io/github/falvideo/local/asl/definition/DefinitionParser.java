package io.github.falvideo.local.asl.definition;

import io.github.falvideo.local.asl.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * From the text of a state machine to its {@link Definition}. Everything that the interpreter does not do, and everything that AWS would
 * refuse, is refused here and by name, not when an execution comes across it.
 */
public final class DefinitionParser {
    private static final String JSONATA = "JSONata";

    private final Problems problems = new Problems();
    private final Set<String> resources;

    private DefinitionParser(Set<String> resources) {
        this.resources = resources;
    }

    /**
     * @param resources the ARNs that a Task may name
     * @throws InvalidDefinitionException with every problem in its message
     */
    public static Definition parse(String text, Set<String> resources) {
        DefinitionParser parser = new DefinitionParser(resources);
        Definition definition = parser.machine(text);
        if (parser.problems.any()) {
            throw parser.problems.refusal();
        }
        return definition;
    }

    private Definition machine(String text) {
        Object json;
        try {
            json = Json.parseStrictly(text);
        } catch (IllegalArgumentException e) {
            problems.add("INVALID_JSON_DESCRIPTION", e.getMessage(), "");
            return null;
        }
        FieldReader fields = new FieldReader(json, "", problems);
        String version = fields.string("Version");
        if (version != null && !version.equals("1.0")) {
            fields.unsupported("Version '" + version + "' is not supported");
        }
        boolean jsonata = isJsonata(fields, false);
        int timeout = fields.integer("TimeoutSeconds", 0, 1, 99_999_999);
        Definition block = block(fields, jsonata);
        return new Definition(block.startAt(), block.states(), timeout == 0 ? null : Duration.ofSeconds(timeout));
    }

    /** The part that a machine and a branch have in common. */
    private Definition block(FieldReader fields, boolean jsonata) {
        fields.require("StartAt", "States");
        String startAt = fields.string("StartAt");
        Map<String, State> states = new LinkedHashMap<>();
        if (fields.has("States")) {
            if (fields.take("States") instanceof Map<?, ?> map && !map.isEmpty()) {
                map.forEach((name, json) -> {
                    State state = state((String) name, json, fields.path() + "/States/" + name, jsonata);
                    if (state != null) {
                        states.put((String) name, state);
                    }
                });
                if (states.size() == map.size() && startAt != null) {
                    Transitions.check(startAt, states, fields.path(), problems);
                }
            } else {
                fields.invalid("Expected an object with at least one state for 'States'");
            }
        }
        fields.refuseTheRest();
        return new Definition(startAt, states, null);
    }

    private boolean isJsonata(FieldReader fields, boolean outer) {
        String language = fields.string("QueryLanguage");
        if (language == null) {
            return outer;
        }
        if (outer && !language.equals(JSONATA)) {
            fields.invalid("The machine's 'QueryLanguage' is JSONata and cannot be overridden with " + language);
        } else if (!language.equals(JSONATA) && !language.equals("JSONPath")) {
            fields.invalid("Expected JSONata or JSONPath for 'QueryLanguage', not " + language);
        }
        return language.equals(JSONATA);
    }

    private State state(String name, Object json, String path, boolean outer) {
        FieldReader fields = new FieldReader(json, path, problems);
        fields.require("Type");
        String type = fields.string("Type");
        if (type == null) {
            return null;
        }
        if (name.length() > 80) {
            fields.invalid("A state's name has at most 80 characters");
        }
        boolean jsonata = isJsonata(fields, outer);
        if (!jsonata && !List.of("Pass", "Wait", "Succeed", "Fail").contains(type)) {
            fields.unsupported("A " + type + " state with JSONPath is not supported; set 'QueryLanguage' to JSONata");
            return null;
        }
        StateReader reader = new StateReader(name, fields, jsonata, resources);
        State state =
                switch (type) {
                    case "Pass" -> reader.pass();
                    case "Succeed" -> reader.succeed();
                    case "Fail" -> reader.fail();
                    case "Wait" -> reader.waiting();
                    case "Choice" -> reader.choice();
                    case "Task" -> reader.task();
                    case "Parallel" ->
                        reader.parallel(fields.objects("Branches").stream()
                                .map(branch -> block(branch, true))
                                .toList());
                    default -> {
                        fields.unsupported("The state type '" + type + "' is not supported");
                        yield null;
                    }
                };
        if (state != null) {
            fields.refuseTheRest();
        }
        return state;
    }
}
