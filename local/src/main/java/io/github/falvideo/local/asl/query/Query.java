package io.github.falvideo.local.asl.query;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.json.JsonArray;
import io.github.falvideo.local.asl.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One JSONata expression of a definition. It may be evaluated by any number of threads: a parsed expression of the library holds state,
 * so each evaluation has one for itself, taken from a pool that never grows beyond the number of threads.
 */
public final class Query {
    private static final int MOST_VALUES = 1_000_000;

    private final String expression;
    private final ConcurrentLinkedQueue<Parsed> pool = new ConcurrentLinkedQueue<>();

    private record Parsed(Jsonata jsonata, QueryFunctions functions) {}

    /**
     * @param expression without its delimiters
     * @throws IllegalArgumentException when AWS would not take it; the message says why
     */
    public Query(String expression) {
        this.expression = expression;
        QueryDialect.check(expression);
        try {
            pool.add(parse());
        } catch (JException e) {
            throw new IllegalArgumentException(message(e), e);
        } catch (RuntimeException e) {
            // the library's parser runs off the end of some broken texts
            throw new IllegalArgumentException("not a JSONata expression", e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("the expression is nested too deeply", e);
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
    public Object evaluate(String field, Scope scope) {
        Parsed parsed = pool.poll();
        if (parsed == null) {
            parsed = parse();
        }
        try {
            scope.reset();
            parsed.functions().use(scope);
            Object result = parsed.jsonata().evaluate(null, scope.bindings());
            if (result == null || isFunction(result)) {
                throw new QueryFailure(field, about(field) + " returned nothing (undefined).", true, null);
            }
            return fromJsonata(result);
        } catch (QueryFailure e) {
            throw e;
        } catch (JException e) {
            throw failed(field, message(e), e);
        } catch (RuntimeException e) {
            // the library lets exceptions of the JDK through, such as $number('x')
            throw failed(field, String.valueOf(e.getMessage()), e);
        } catch (StackOverflowError e) {
            parsed = null;
            throw failed(field, "Stack overflow: the expression calls itself too deeply.", e);
        } catch (OutOfMemoryError e) {
            parsed = null;
            throw failed(field, "Out of memory: the expression makes too much of its data.", e);
        } finally {
            // one that was stopped halfway by an error of the machine is not used again
            if (parsed != null) {
                parsed.functions().use(null);
                pool.add(parsed);
            }
        }
    }

    /** The beginning of each message about this expression. */
    public String about(String field) {
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

    /**
     * What is JSON already is shared; functions among it are dropped as JSON would drop them.
     *
     * @throws IllegalArgumentException when it has very many values: the library's may hold the same one many times over
     */
    static Object fromJsonata(Object value) {
        return fromJsonata(value, new int[] {MOST_VALUES});
    }

    private static Object fromJsonata(Object value, int[] left) {
        if (--left[0] < 0) {
            throw new IllegalArgumentException("The result has more than " + MOST_VALUES + " values.");
        }
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
                    values.add(fromJsonata(item, left));
                }
            });
            return new JsonObject(names.toArray(String[]::new), values.toArray());
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            for (Object item : list) {
                items.add(isFunction(item) ? null : fromJsonata(item, left));
            }
            return new JsonArray(items.toArray());
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
