package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.Template;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.query.QueryFailure;
import io.github.falvideo.local.asl.query.Scope;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/** Evaluates a field that takes one kind of value only. */
final class Values {
    private Values() {}

    /** Null when the field is not there. */
    static String text(Template template, String field, Scope scope) {
        return template == null ? null : (String) expect("string", template, field, scope);
    }

    static boolean condition(Template template, Scope scope) {
        String field = template instanceof Template.Expression expression ? expression.field() : "Condition";
        return (Boolean) expect("boolean", template, field, scope);
    }

    /** A whole number of seconds, from 0 to 99,999,999. */
    static int seconds(Template template, String field, Scope scope) {
        Number number = (Number) expect("number", template, field, scope);
        if (number.doubleValue() != Math.rint(number.doubleValue())) {
            throw useless(field, "The " + field + " field cannot be parsed as an integer: " + number);
        }
        if (number.doubleValue() < 0 || number.doubleValue() > 99_999_999) {
            throw useless(field, field + " must be between 0 and 99999999 but was: " + number);
        }
        return number.intValue();
    }

    static Instant timestamp(Template template, String field, Scope scope) {
        String text = (String) expect("string", template, field, scope);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw useless(
                    field,
                    "The " + field
                            + " field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                            + text);
        }
    }

    private static Object expect(String type, Template template, String field, Scope scope) {
        Object value = template.evaluate(scope);
        if (type(value).equals(type)) {
            return value;
        }
        String about = template instanceof Template.Expression expression
                ? expression.query().about(field)
                : "The value specified for the field '" + field + "'";
        throw useless(
                field,
                about + " returned an unexpected result type. Expected '" + type + "', but was '" + type(value)
                        + "' for value: " + (DataLimitException.exceeded(value) ? "…" : Json.text(value)));
    }

    private static QueryFailure useless(String field, String why) {
        return new QueryFailure(field, why, false, null);
    }

    private static String type(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "object";
        }
        if (value instanceof List) {
            return "array";
        }
        if (value instanceof String) {
            return "string";
        }
        return value instanceof Boolean ? "boolean" : "number";
    }
}
