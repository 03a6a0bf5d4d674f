package io.github.falvideo.local.asl.definition;

import io.github.falvideo.local.asl.definition.State.Catcher;
import io.github.falvideo.local.asl.definition.State.Outcome;
import io.github.falvideo.local.asl.definition.State.Retrier;
import io.github.falvideo.local.asl.definition.State.TaskType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one state of a definition, field by field. */
final class StateReader {
    private static final int MOST_SECONDS = 99_999_999;
    private static final String ALL_ERRORS = "States.ALL";

    private final String name;
    private final FieldReader fields;
    private final boolean jsonata;
    private final Set<String> resources;

    StateReader(String name, FieldReader fields, boolean jsonata, Set<String> resources) {
        this.name = name;
        this.fields = fields;
        this.jsonata = jsonata;
        this.resources = resources;
    }

    State pass() {
        return new State.Pass(name, outcome());
    }

    State succeed() {
        return new State.Succeed(name, template("Output"));
    }

    State fail() {
        return new State.Fail(name, text("Error"), text("Cause"));
    }

    State waiting() {
        Template seconds = seconds("Seconds");
        Template timestamp = text("Timestamp");
        if ((seconds == null) == (timestamp == null)) {
            fields.invalid("A Wait state needs exactly one of [Seconds, Timestamp]");
        }
        if (timestamp instanceof Template.Literal literal) {
            try {
                OffsetDateTime.parse(String.valueOf(literal.value()));
            } catch (DateTimeParseException e) {
                fields.invalid("Expected an ISO-8601 date-time with an offset for 'Timestamp'");
            }
        }
        return new State.Wait(name, seconds, timestamp, outcome());
    }

    State choice() {
        List<State.Rule> rules = new ArrayList<>();
        List<FieldReader> choices = fields.objects("Choices");
        for (int i = 0; i < choices.size(); i++) {
            FieldReader rule = choices.get(i);
            rule.require("Condition", "Next");
            Template condition = rule.template("Condition", "Choices[" + i + "]/Condition");
            if (condition instanceof Template.Literal literal && !(literal.value() instanceof Boolean)) {
                rule.invalid("Expected a JSONata expression or a boolean for 'Condition'");
            }
            rules.add(new State.Rule(condition, outcome(rule, "Choices[" + i + "]/", rule.string("Next"))));
            rule.refuseTheRest();
        }
        if (rules.isEmpty()) {
            fields.require("Choices");
            fields.invalid("A Choice state needs at least one rule");
        }
        String otherwise = fields.string("Default");
        Outcome fallback = outcome(fields, "", otherwise);
        return new State.Choice(name, List.copyOf(rules), otherwise == null ? null : fallback);
    }

    State task() {
        fields.require("Resource");
        String arn = fields.string("Resource");
        Template arguments = template("Arguments");
        Template timeout = seconds("TimeoutSeconds");
        return new State.Task(
                name, arn == null ? null : taskType(arn), arguments, timeout, outcome(), retriers(), catchers());
    }

    State parallel(List<Definition> branches) {
        if (branches.isEmpty()) {
            fields.require("Branches");
            fields.invalid("A Parallel state needs at least one branch");
        }
        return new State.Parallel(name, branches, template("Arguments"), outcome(), retriers(), catchers());
    }

    private TaskType taskType(String arn) {
        for (String suffix : List.of(".waitForTaskToken", ".sync", ".sync:2")) {
            if (arn.endsWith(suffix)) {
                fields.unsupported("The integration pattern '" + suffix + "' of " + arn + " is not supported");
                return null;
            }
        }
        int start = arn.indexOf(":::");
        if (start < 0 || !resources.contains(arn)) {
            fields.invalid("The resource provided " + arn + " is not recognized; known are "
                    + resources.stream().sorted().toList());
            return null;
        }
        int action = arn.lastIndexOf(':');
        return new TaskType(arn, arn.substring(start + 3, Math.max(start + 3, action)), arn.substring(action + 1));
    }

    private Outcome outcome() {
        boolean end = fields.bool("End");
        String next = fields.string("Next");
        if (end == (next != null)) {
            fields.invalid("Exactly one of [Next, End] is required");
        }
        return outcome(fields, "", next);
    }

    private Outcome outcome(FieldReader from, String prefix, String next) {
        if (!jsonata) {
            return new Outcome(Map.of(), null, next);
        }
        Map<String, Template> assign = new LinkedHashMap<>();
        if (from.take("Assign") instanceof Map<?, ?> variables) {
            for (Object variable : variables.keySet()) {
                String text = (String) variable;
                if (text.equals("states") || !text.matches("[\\p{L}_][\\p{L}\\p{N}_]{0,79}")) {
                    from.invalid("'" + text + "' is not a name for a variable");
                }
            }
            FieldReader reader = from.inside("Assign");
            variables
                    .keySet()
                    .forEach(variable -> assign.put(
                            (String) variable, reader.template((String) variable, prefix + "Assign/" + variable)));
        } else if (from.has("Assign")) {
            from.invalid("Expected an object for 'Assign'");
        }
        return new Outcome(assign, from.template("Output", prefix + "Output"), next);
    }

    private List<Retrier> retriers() {
        List<Retrier> retriers = new ArrayList<>();
        List<FieldReader> readers = fields.objects("Retry");
        for (FieldReader reader : readers) {
            List<String> errors = errors(reader, retriers.size() == readers.size() - 1);
            int interval = reader.integer("IntervalSeconds", 1, 1, MOST_SECONDS);
            int attempts = reader.integer("MaxAttempts", 3, 0, MOST_SECONDS);
            int maxDelay = reader.integer("MaxDelaySeconds", 0, 1, 31_622_399);
            if (maxDelay != 0 && maxDelay <= interval) {
                reader.invalid("'MaxDelaySeconds' must be greater than 'IntervalSeconds'");
            }
            String jitter = reader.string("JitterStrategy");
            if (jitter != null && !jitter.equals("FULL") && !jitter.equals("NONE")) {
                reader.invalid("Expected FULL or NONE for 'JitterStrategy'");
            }
            retriers.add(new Retrier(
                    errors,
                    Duration.ofSeconds(interval),
                    attempts,
                    backoff(reader),
                    maxDelay == 0 ? null : Duration.ofSeconds(maxDelay),
                    "FULL".equals(jitter)));
            reader.refuseTheRest();
        }
        return List.copyOf(retriers);
    }

    private static double backoff(FieldReader reader) {
        Object rate = reader.take("BackoffRate");
        if (!reader.has("BackoffRate")) {
            return 2.0;
        }
        if (rate instanceof Number number && number.doubleValue() >= 1.0) {
            return number.doubleValue();
        }
        reader.invalid("Expected a number of at least 1.0 for 'BackoffRate'");
        return 2.0;
    }

    private List<Catcher> catchers() {
        List<Catcher> catchers = new ArrayList<>();
        List<FieldReader> readers = fields.objects("Catch");
        for (FieldReader reader : readers) {
            reader.require("Next");
            List<String> errors = errors(reader, catchers.size() == readers.size() - 1);
            String prefix = "Catch[" + catchers.size() + "]/";
            catchers.add(new Catcher(errors, outcome(reader, prefix, reader.string("Next"))));
            reader.refuseTheRest();
        }
        return List.copyOf(catchers);
    }

    private static List<String> errors(FieldReader reader, boolean last) {
        reader.require("ErrorEquals");
        List<String> errors = reader.has("ErrorEquals") ? reader.strings("ErrorEquals") : List.of();
        if (errors.contains(ALL_ERRORS) && (!last || errors.size() > 1)) {
            reader.invalid(ALL_ERRORS + " must stand alone and last");
        }
        return errors;
    }

    private Template template(String field) {
        return jsonata ? fields.template(field, field) : null;
    }

    /** A field that takes a string: literal, or with JSONata an expression. */
    private Template text(String field) {
        Template template = jsonata ? fields.template(field, field) : literal(field);
        if (template instanceof Template.Literal literal && !(literal.value() instanceof String)
                || template instanceof Template.Fields
                || template instanceof Template.Items) {
            fields.invalid("Expected a string for '" + field + "'");
        }
        return template;
    }

    /** A field that takes a number of seconds: literal, or with JSONata an expression. */
    private Template seconds(String field) {
        if (!fields.has(field)) {
            return null;
        }
        Template template = jsonata ? fields.template(field, field) : literal(field);
        if (!(template instanceof Template.Expression)) {
            fields.integer(field, 0, field.equals("Seconds") ? 0 : 1, MOST_SECONDS);
        }
        return template;
    }

    private Template literal(String field) {
        Object value = fields.take(field);
        return fields.has(field) ? new Template.Literal(value) : null;
    }
}
