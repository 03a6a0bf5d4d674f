package io.github.falvideo.local.fal.model;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON as maps, lists and plain values; null stays null. */
public final class Json {
    private static final JSON JSON_WITH_NULLS = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private Json() {}

    public static String text(Object value) {
        try {
            return JSON_WITH_NULLS.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object that these bytes are. */
    public static Map<String, Object> object(byte[] bytes) throws IOException {
        return JSON_WITH_NULLS.mapFrom(bytes);
    }
}
