package io.github.falvideo.local.asl.definition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the fields of one object of a definition, and knows which ones nobody has read. */
final class FieldReader {
    private static final Set<String> JSONPATH = Set.of(
            "InputPath",
            "OutputPath",
            "ResultPath",
            "ResultSelector",
            "Parameters",
            "Result",
            "SecondsPath",
            "TimestampPath",
            "TimeoutSecondsPath",
            "HeartbeatSecondsPath",
            "ErrorPath",
            "CausePath",
            "ItemsPath",
            "Variable");

    private final Map<?, ?> fields;
    private final String path;
    private final Problems problems;
    private final Set<String> read = new HashSet<>(Set.of("Comment"));

    FieldReader(Object json, String path, Problems problems) {
        this.path = path;
        this.problems = problems;
        if (json instanceof Map<?, ?> map) {
            this.fields = map;
        } else {
            this.fields = Map.of();
            invalid("Expected an object");
        }
    }

    String path() {
        return path;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    Object take(String name) {
        read.add(name);
        return fields.get(name);
    }

    /** Null when it is not there or no string. */
    String string(String name) {
        Object value = take(name);
        if (value == null && !has(name) || value instanceof String) {
            return (String) value;
        }
        invalid("Expected a string for '" + name + "'");
        return null;
    }

    /** Says which of these are not there, in one sentence as AWS does. */
    void require(String... names) {
        List<String> missing = Arrays.stream(names).filter(name -> !has(name)).toList();
        if (!missing.isEmpty()) {
            invalid("These fields are required: " + missing);
        }
    }

    boolean bool(String name) {
        Object value = take(name);
        if (has(name) && !(value instanceof Boolean)) {
            invalid("Expected true or false for '" + name + "'");
        }
        return Boolean.TRUE.equals(value);
    }

    int integer(String name, int fallback, int least, int most) {
        Object value = take(name);
        if (!has(name)) {
            return fallback;
        }
        if (value instanceof Integer integer && integer >= least && integer <= most) {
            return integer;
        }
        invalid("Expected a whole number from " + least + " to " + most + " for '" + name + "'");
        return fallback;
    }

    List<FieldReader> objects(String name) {
        List<FieldReader> readers = new ArrayList<>();
        Object value = take(name);
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                readers.add(new FieldReader(list.get(i), path + "/" + name + "[" + i + "]", problems));
            }
        } else if (has(name)) {
            invalid("Expected an array for '" + name + "'");
        }
        return readers;
    }

    List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        if (take(name) instanceof List<?> list) {
            list.stream().filter(String.class::isInstance).forEach(item -> strings.add((String) item));
        }
        if (strings.isEmpty()) {
            invalid("Expected a list of names for '" + name + "'");
        }
        return List.copyOf(strings);
    }

    /** The object that is in a field. */
    FieldReader inside(String name) {
        return new FieldReader(take(name), path + "/" + name, problems);
    }

    /** Null when it is not there. */
    Template template(String name, String field) {
        Object value = take(name);
        return has(name) ? Template.parse(value, field, path + "/" + name, problems) : null;
    }

    void invalid(String what) {
        problems.add("SCHEMA_VALIDATION_FAILED", what, path);
    }

    void unsupported(String what) {
        problems.add("UNSUPPORTED", what, path);
    }

    /** Names every field that is there and that nobody has asked for. */
    void refuseTheRest() {
        for (Object name : fields.keySet()) {
            if (!read.contains(name)) {
                if (JSONPATH.contains(name)) {
                    unsupported("The field '" + name + "' is JSONPath; only JSONata is supported");
                } else {
                    unsupported("The field '" + name + "' is not supported here");
                }
            }
        }
    }
}
