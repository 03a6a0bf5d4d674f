package io.github.falvideo.local.asl.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain Java values: Map, List, String, Number (Integer, Long or Double), Boolean and null. What this class hands out is
 * immutable, keeps the order of its fields and knows its own size, so that it can be shared between states, events and executions.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /**
     * @param text one JSON value
     * @throws IllegalArgumentException when the text is not JSON; the message is the reader's own, without a position
     */
    public static Object parse(String text) {
        return parse(FACTORY, text);
    }

    /** As {@link #parse}, and refuses an object that has one field twice. */
    public static Object parseStrictly(String text) {
        return parse(STRICT, text);
    }

    /** The value as compact JSON. */
    public static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * The same value, immutable. What already is comes back as it is.
     *
     * @throws IllegalArgumentException when something in it is no JSON
     */
    public static Object of(Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof JsonObject
                || value instanceof JsonArray) {
            return value;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Map<?, ?> map) {
            String[] names = new String[map.size()];
            Object[] values = new Object[map.size()];
            int i = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                names[i] = (String) entry.getKey();
                values[i++] = of(entry.getValue());
            }
            return new JsonObject(names, values);
        }
        if (value instanceof List<?> list) {
            return new JsonArray(list.stream().map(Json::of).toArray());
        }
        throw new IllegalArgumentException(
                "not a JSON value: " + value.getClass().getName());
    }

    /** An object of these names and values in turn. */
    public static JsonObject object(Object... namesAndValues) {
        String[] names = new String[namesAndValues.length / 2];
        Object[] values = new Object[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = (String) namesAndValues[2 * i];
            values[i] = of(namesAndValues[2 * i + 1]);
        }
        return new JsonObject(names, values);
    }

    /** How many bytes {@link #text} would be in UTF-8, without writing it. */
    public static int size(Object value) {
        if (value instanceof String string) {
            return sizeOfString(string);
        }
        if (value instanceof JsonObject object) {
            return object.bytes();
        }
        if (value instanceof JsonArray array) {
            return array.bytes();
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return String.valueOf(value).length();
        }
        return size(of(value));
    }

    /** How many arrays and objects of an immutable value lie in each other. */
    public static int depth(Object value) {
        if (value instanceof JsonObject object) {
            return object.depth();
        }
        return value instanceof JsonArray array ? array.depth() : 0;
    }

    private static int sizeOfString(String string) {
        int size = 2;
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                size += 2;
            } else if (c < 0x20) {
                size += c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
            } else if (c < 0x80) {
                size += 1;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                size += 2;
            } else {
                size += 3;
            }
        }
        return size;
    }

    private static Number number(Number number) {
        if (number instanceof Short || number instanceof Byte) {
            return number.intValue();
        }
        if (number instanceof BigInteger big && big.bitLength() < Long.SIZE) {
            return big.longValue();
        }
        if (number instanceof BigDecimal || number instanceof BigInteger || number instanceof Float) {
            return number(Double.parseDouble(number.toString()));
        }
        if (number instanceof Double real && Double.isFinite(real)) {
            return real;
        }
        throw new IllegalArgumentException("not a JSON number: " + number);
    }

    private static Object parse(JsonFactory factory, String text) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new IllegalArgumentException("No content to map due to end-of-input");
            }
            Object value = read(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("Trailing token after the JSON value");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                List<String> names = new ArrayList<>();
                List<Object> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    Object value = read(parser);
                    int known = names.indexOf(name);
                    if (known < 0) {
                        names.add(name);
                        values.add(value);
                    } else {
                        values.set(known, value);
                    }
                }
                yield new JsonObject(names.toArray(String[]::new), values.toArray());
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(parser));
                }
                yield new JsonArray(items.toArray());
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> of(parser.getNumberValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static void write(JsonGenerator generator, Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String string) {
            generator.writeString(string);
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName((String) entry.getKey());
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object item : list) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof Double real) {
            generator.writeNumber(real);
        } else if (value instanceof BigDecimal decimal) {
            generator.writeNumber(decimal.toPlainString());
        } else {
            write(generator, of(value));
        }
    }
}
