package io.github.falvideo.local.asl.definition;

import io.github.falvideo.local.asl.json.JsonArray;
import io.github.falvideo.local.asl.json.JsonObject;
import io.github.falvideo.local.asl.query.Query;
import io.github.falvideo.local.asl.query.QueryFailure;
import io.github.falvideo.local.asl.query.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JSON value of a definition whose strings may be expressions: {@code {% … %}}. */
public sealed interface Template {
    /** @throws QueryFailure when an expression in it fails; the location is the field with the path inside it */
    Object evaluate(Scope scope);

    /** The value, when there is no expression in it. */
    record Literal(Object value) implements Template {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    record Expression(String field, Query query) implements Template {
        @Override
        public Object evaluate(Scope scope) {
            return query.evaluate(field, scope);
        }
    }

    /** The names are shared by all objects made of it. */
    record Fields(String[] names, List<Template> values) implements Template {
        @Override
        public Object evaluate(Scope scope) {
            Object[] evaluated = new Object[names.length];
            for (int i = 0; i < evaluated.length; i++) {
                evaluated[i] = values.get(i).evaluate(scope);
            }
            return new JsonObject(names, evaluated);
        }
    }

    record Items(List<Template> items) implements Template {
        @Override
        public Object evaluate(Scope scope) {
            Object[] evaluated = new Object[items.size()];
            for (int i = 0; i < evaluated.length; i++) {
                evaluated[i] = items.get(i).evaluate(scope);
            }
            return new JsonArray(evaluated);
        }
    }

    /**
     * @param field as messages name it
     * @param path where it stands in the definition
     */
    static Template parse(Object json, String field, String path, Problems problems) {
        if (json instanceof String string) {
            return parse(string, field, path, problems);
        }
        if (json instanceof Map<?, ?> map) {
            List<String> names = new ArrayList<>();
            List<Template> values = new ArrayList<>();
            map.forEach((name, value) -> {
                names.add((String) name);
                values.add(parse(value, field + "/" + name, path + "/" + name, problems));
            });
            return values.stream().allMatch(Literal.class::isInstance)
                    ? new Literal(json)
                    : new Fields(names.toArray(String[]::new), List.copyOf(values));
        }
        if (json instanceof List<?> list) {
            List<Template> items = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                items.add(parse(list.get(i), field + "[" + i + "]", path + "[" + i + "]", problems));
            }
            return items.stream().allMatch(Literal.class::isInstance)
                    ? new Literal(json)
                    : new Items(List.copyOf(items));
        }
        return new Literal(json);
    }

    private static Template parse(String text, String field, String path, Problems problems) {
        boolean begins = text.startsWith("{%");
        if (!begins && !text.endsWith("%}")) {
            return new Literal(text);
        }
        if (!begins || !text.endsWith("%}") || text.length() < 4) {
            problems.add("SCHEMA_VALIDATION_FAILED", "A JSONata expression begins with {% and ends with %}", path);
            return new Literal(text);
        }
        try {
            return new Expression(
                    field, new Query(text.substring(2, text.length() - 2).strip()));
        } catch (IllegalArgumentException e) {
            problems.add("INVALID_JSONATA_EXPRESSION", text + ": " + e.getMessage(), path);
            return new Literal(text);
        }
    }
}
