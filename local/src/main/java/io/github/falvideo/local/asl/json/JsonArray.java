package io.github.falvideo.local.asl.json;

import java.util.AbstractList;
import java.util.RandomAccess;

/** An immutable JSON array with its size as JSON text known from the start. */
public final class JsonArray extends AbstractList<Object> implements RandomAccess {
    private final Object[] items;
    private final int bytes;
    private final int depth;
    private final boolean nullInArray;

    /** Takes the array over; its items are what {@link Json#of} gives. */
    public JsonArray(Object[] items) {
        this.items = items;
        int size = 2 + Math.max(0, items.length - 1);
        int deepest = 0;
        boolean nulls = false;
        for (Object item : items) {
            size += Json.size(item);
            deepest = Math.max(deepest, Json.depth(item));
            nulls |= item == null || hasNullInArray(item);
        }
        this.bytes = size;
        this.depth = deepest + 1;
        this.nullInArray = nulls;
    }

    /** Whether an array somewhere in this value has a null among its items. */
    public static boolean hasNullInArray(Object value) {
        return value instanceof JsonObject object && object.nullInArray()
                || value instanceof JsonArray array && array.nullInArray;
    }

    /** Size in bytes of the JSON text. */
    int bytes() {
        return bytes;
    }

    /** How many arrays and objects lie in each other, this one included. */
    int depth() {
        return depth;
    }

    @Override
    public Object get(int i) {
        return items[i];
    }

    @Override
    public int size() {
        return items.length;
    }
}
