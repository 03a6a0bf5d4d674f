package io.github.falvideo.local.asl.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** An immutable JSON object in two arrays: small, in order, and with its size as JSON text known from the start. */
public final class JsonObject extends AbstractMap<String, Object> {
    private static final int SEARCHED = 12;

    private final String[] names;
    private final Object[] values;
    private final Map<String, Integer> index;
    private final int bytes;
    private final int depth;
    private final boolean nullInArray;

    /** Takes both arrays over; names are distinct, values are what {@link Json#of} gives. */
    public JsonObject(String[] names, Object[] values) {
        this.names = names;
        this.values = values;
        int size = 2 + Math.max(0, names.length - 1);
        int deepest = 0;
        boolean nulls = false;
        for (int i = 0; i < names.length; i++) {
            deepest = Math.max(deepest, Json.depth(values[i]));
            size += Json.size(names[i]) + 1 + Json.size(values[i]);
            nulls |= JsonArray.hasNullInArray(values[i]);
        }
        this.bytes = size;
        this.depth = deepest + 1;
        this.nullInArray = nulls;
        if (names.length > SEARCHED) {
            index = new HashMap<>(names.length * 2);
            for (int i = 0; i < names.length; i++) {
                index.put(names[i], i);
            }
        } else {
            index = null;
        }
    }

    /** Size in bytes of the JSON text. */
    int bytes() {
        return bytes;
    }

    /** How many arrays and objects lie in each other, this one included. */
    int depth() {
        return depth;
    }

    /** Whether an array somewhere inside has a null among its items. */
    boolean nullInArray() {
        return nullInArray;
    }

    private int find(Object name) {
        if (index != null) {
            return index.getOrDefault(name, -1);
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Object get(Object name) {
        int i = find(name);
        return i < 0 ? null : values[i];
    }

    @Override
    public boolean containsKey(Object name) {
        return find(name) >= 0;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    private final class Entries implements Iterator<Map.Entry<String, Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Map.Entry<String, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return new SimpleImmutableEntry<>(names[next], values[next++]);
        }
    }
}
