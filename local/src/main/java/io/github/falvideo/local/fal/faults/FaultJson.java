package io.github.falvideo.local.fal.faults;

import io.github.falvideo.local.fal.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Faults as JSON, for a file and for {@code /faults}.
 *
 * <pre>{@code
 * {"faults": [
 *   {"call": "submit", "times": "1", "respond": {"status": 503, "body": "busy"}},
 *   {"call": "status", "times": "2-4", "merge": {"status": "PONDERING"}},
 *   {"call": "media", "times": "always", "cut": {"after": 10000}}]}
 * }</pre>
 *
 * {@code times} is {@code always} (also when it is missing), {@code 2}, {@code 1-3} or {@code 4-}; {@code label} may name the
 * requests that are meant. One more field is the effect: {@code respond} (status, headers, body, taken), {@code refuse},
 * {@code lose}, {@code silence} (taken), {@code cut} (after), {@code stall} (after), {@code merge} (the fields), {@code logs}
 * (bytes), {@code length} (bytes), {@code noLength}, {@code noRange}, {@code changed}, {@code paced} (ahead, perPosition,
 * running; ISO durations), {@code fails} (status, errorType, body), {@code unheeded}; those without fields take {@code {}}.
 */
public final class FaultJson {
    private FaultJson() {}

    /**
     * Reads the faults of a file.
     *
     * @throws IOException if it cannot be read, or is no such JSON
     */
    public static List<Fault> read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    /**
     * Reads {@code {"faults": […]}}.
     *
     * @throws IOException if it is no such JSON; the message says which fault is wrong
     */
    public static List<Fault> parse(byte[] json) throws IOException {
        if (!(Json.object(json).get("faults") instanceof List<?> list)) {
            throw new IOException("Expected {\"faults\": [...]}.");
        }
        List<Fault> faults = new ArrayList<>();
        for (Object each : list) {
            try {
                faults.add(fault(new Fields(each)));
            } catch (IllegalArgumentException e) {
                throw new IOException("Fault " + (faults.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return faults;
    }

    /** What {@link #parse} reads back as the same faults. */
    public static String write(List<Fault> faults) {
        return Json.text(Map.of("faults", faults.stream().map(FaultJson::json).toList()));
    }

    private static Fault fault(Fields fields) {
        CallKind call = CallKind.valueOf(fields.text("call", "").toUpperCase(Locale.ROOT));
        Occurrences times = Occurrences.parse(fields.text("times", "always"));
        return new Fault(call, fields.text("label", null), times, effect(fields));
    }

    private static Effect effect(Fields fault) {
        for (String name : fault.names()) {
            if (!List.of("call", "times", "label").contains(name)) {
                return effect(name, new Fields(fault.value(name)));
            }
        }
        throw new IllegalArgumentException("no effect is named");
    }

    private static Effect effect(String name, Fields of) {
        return switch (name) {
            case "respond" ->
                new Effect.Respond(
                        of.number("status").intValue(), of.texts("headers"), of.text("body", ""), of.flag("taken"));
            case "refuse" -> new Effect.Refuse();
            case "lose" -> new Effect.Lose();
            case "silence" -> new Effect.Silence(of.flag("taken"));
            case "cut" -> new Effect.Cut(of.number("after").longValue());
            case "stall" -> new Effect.Stall(of.number("after").longValue());
            case "merge" -> new Effect.Merge(of.all());
            case "logs" -> new Effect.Logs(of.number("bytes").intValue());
            case "length" -> new Effect.Length(of.number("bytes").longValue());
            case "noLength" -> new Effect.NoLength();
            case "noRange" -> new Effect.NoRange();
            case "changed" -> new Effect.Changed();
            case "paced" ->
                new Effect.Paced(new Pace(
                        of.number("ahead").intValue(),
                        Duration.parse(of.text("perPosition", "PT0S")),
                        Duration.parse(of.text("running", "PT0S"))));
            case "fails" ->
                new Effect.Fails(
                        of.number("status").intValue(), of.text("errorType", null), new Fields(of.value("body")).all());
            case "unheeded" -> new Effect.Unheeded();
            default -> throw new IllegalArgumentException("unknown effect '" + name + "'");
        };
    }

    private static Map<String, Object> json(Fault fault) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call", fault.call().name().toLowerCase(Locale.ROOT));
        json.put("times", fault.times().text());
        if (fault.label() != null) {
            json.put("label", fault.label());
        }
        Effect effect = fault.effect();
        String name = effect.getClass().getSimpleName();
        json.put(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), fields(effect));
        return json;
    }

    private static Map<String, Object> fields(Effect effect) {
        if (effect instanceof Effect.Respond it) {
            return Map.of("status", it.status(), "headers", it.headers(), "body", it.body(), "taken", it.taken());
        } else if (effect instanceof Effect.Silence it) {
            return Map.of("taken", it.taken());
        } else if (effect instanceof Effect.Cut it) {
            return Map.of("after", it.after());
        } else if (effect instanceof Effect.Stall it) {
            return Map.of("after", it.after());
        } else if (effect instanceof Effect.Merge it) {
            return it.fields();
        } else if (effect instanceof Effect.Logs it) {
            return Map.of("bytes", it.bytes());
        } else if (effect instanceof Effect.Length it) {
            return Map.of("bytes", it.bytes());
        } else if (effect instanceof Effect.Paced it) {
            Pace pace = it.pace();
            return Map.of(
                    "ahead", pace.ahead(),
                    "perPosition", pace.perPosition().toString(),
                    "running", pace.running().toString());
        } else if (effect instanceof Effect.Fails it) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("status", it.status());
            fields.put("errorType", it.errorType());
            fields.put("body", it.body());
            return fields;
        }
        return Map.of();
    }

    /** The fields of a JSON object, each of the kind that is asked for. */
    private static final class Fields {
        private final Map<?, ?> map;

        Fields(Object object) {
            if (!(object instanceof Map<?, ?> fields)) {
                throw new IllegalArgumentException("expected an object, not " + object);
            }
            map = fields;
        }

        List<String> names() {
            return map.keySet().stream().map(String::valueOf).toList();
        }

        Object value(String name) {
            return map.get(name);
        }

        String text(String name, String otherwise) {
            Object value = map.get(name);
            return value == null ? otherwise : value.toString();
        }

        Number number(String name) {
            if (map.get(name) instanceof Number number) {
                return number;
            }
            throw new IllegalArgumentException("'" + name + "' must be a number");
        }

        boolean flag(String name) {
            return Boolean.TRUE.equals(map.get(name));
        }

        Map<String, String> texts(String name) {
            Map<String, String> texts = new LinkedHashMap<>();
            if (map.get(name) instanceof Map<?, ?> of) {
                of.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
            }
            return texts;
        }

        Map<String, Object> all() {
            Map<String, Object> all = new LinkedHashMap<>();
            map.forEach((key, value) -> all.put(String.valueOf(key), value));
            return all;
        }
    }
}
