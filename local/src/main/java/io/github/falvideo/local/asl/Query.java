package io.github.falvideo.local.asl;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One JSONata expression of a definition. It may be evaluated by any number of threads: a parsed expression of the library holds state,
 * so each evaluation has one for itself, taken from a pool that never grows beyond the number of threads.
 */
final class Query {
    private final String expression;
    private final ConcurrentLinkedQueue<Parsed> pool = new ConcurrentLinkedQueue<>();

    private record Parsed(Jsonata jsonata, QueryFunctions functions) {}

    /**
     * @param expression without its delimiters
     * @throws IllegalArgumentException when AWS would not take it; the message says why
     */
    Query(String expression) {
        this.expression = expression;
        QueryDialect.check(expression);
        try {
            pool.add(parse());
        } catch (JException e) {
            throw new IllegalArgumentException(message(e), e);
        } catch (RuntimeException e) {
            // the library's parser runs off the end of some broken texts
            throw new IllegalArgumentException("not a JSONata expression", e);
        }
    }

    String expression() {
        return expression;
    }

    /**
     * @param field what the message and the event say
     * @return an immutable JSON value; null is JSON's null
     * @throws QueryFailure when it fails, or gives nothing
     */
    Object evaluate(String field, Scope scope) {
        Object result;
        Parsed parsed = pool.poll();
        if (parsed == null) {
            parsed = parse();
        }
        try {
            scope.reset();
            parsed.functions().use(scope);
            result = parsed.jsonata().evaluate(null, scope.bindings());
        } catch (JException e) {
            throw failed(field, message(e), e);
        } catch (StackOverflowError e) {
            throw failed(field, "Stack overflow: the expression calls itself too deeply.", e);
        } catch (RuntimeException e) {
            // the library lets exceptions of the JDK through, such as $number('x')
            throw failed(field, String.valueOf(e.getMessage()), e);
        } finally {
            parsed.functions().use(null);
            pool.add(parsed);
        }
        if (result == null || isFunction(result)) {
            throw new QueryFailure(field, about(field) + " returned nothing (undefined).", true, null);
        }
        return fromJsonata(result);
    }

    /** The beginning of each message about this expression. */
    String about(String field) {
        return "The JSONata expression '" + expression + "' specified for the field '" + field + "'";
    }

    private QueryFailure failed(String field, String why, Throwable cause) {
        return new QueryFailure(field, about(field) + " threw an error during evaluation. " + why, true, cause);
    }

    private Parsed parse() {
        Jsonata jsonata = Jsonata.jsonata(expression);
        jsonata.setOutputConvertNulls(false);
        // the library evaluates in whatever instance its thread made last, and overwrites that one's environment
        // meanwhile: let it be
        // this one, which nobody else uses
        Jsonata.jsonata("null");
        return new Parsed(jsonata, QueryFunctions.register(jsonata));
    }

    private static String message(JException e) {
        String code = e.getError();
        return code != null && code.matches("[A-Z]\\d{4}") ? code + ": " + e.getMessage() : e.getMessage();
    }

    /** The library takes a null inside an array for undefined, so it gets its own null there. */
    static Object toJsonata(Object value) {
        if (value == null) {
            return Jsonata.NULL_VALUE;
        }
        if (!JsonArray.hasNullInArray(value)) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(toJsonata(item)));
            return copy;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        ((JsonObject) value).forEach((name, item) -> copy.put(name, item == null ? null : toJsonata(item)));
        return copy;
    }

    /** What is JSON already is shared; functions among it are dropped as JSON would drop them. */
    static Object fromJsonata(Object value) {
        if (value == null || value == Jsonata.NULL_VALUE) {
            return null;
        }
        if (value instanceof JsonObject || value instanceof JsonArray) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            List<String> names = new ArrayList<>(map.size());
            List<Object> values = new ArrayList<>(map.size());
            map.forEach((name, item) -> {
                if (!isFunction(item)) {
                    names.add((String) name);
                    values.add(fromJsonata(item));
                }
            });
            return new JsonObject(names.toArray(String[]::new), values.toArray());
        }
        if (value instanceof List<?> list) {
            Object[] items = new Object[list.size()];
            int i = 0;
            for (Object item : list) {
                items[i++] = isFunction(item) ? null : fromJsonata(item);
            }
            return new JsonArray(items);
        }
        if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1e15) {
            return Json.of(Long.valueOf(real.longValue()));
        }
        return Json.of(value);
    }

    private static boolean isFunction(Object value) {
        return value != null
                && value != Jsonata.NULL_VALUE
                && !(value instanceof Map || value instanceof List || value instanceof String)
                && !(value instanceof Number || value instanceof Boolean);
    }
}
