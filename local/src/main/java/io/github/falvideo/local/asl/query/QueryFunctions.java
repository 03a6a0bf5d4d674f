package io.github.falvideo.local.asl.query;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.Jsonata.JFunctionCallable;
import io.github.falvideo.local.asl.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The functions that AWS adds to JSONata ($partition, $range, $hash, $random, $uuid, $parse), and those of JSONata that depend on time or
 * chance, bound to the interpreter's. One instance belongs to one parsed expression.
 */
public final class QueryFunctions {
    private static final Set<String> HASHES = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final int MOST_ITEMS = 1_000_000;
    /** More than a state may hand on. */
    private static final int LONGEST_TEXT = 256 * 1024;

    private Scope scope;

    private QueryFunctions() {}

    static QueryFunctions register(Jsonata jsonata) {
        QueryFunctions functions = new QueryFunctions();
        bind(jsonata, "partition", "<an:a>", (input, args) -> partition(list(args, 0), integer(args, 1)));
        bind(jsonata, "range", "<nnn:a>", (input, args) -> range(integer(args, 0), integer(args, 1), integer(args, 2)));
        bind(jsonata, "pad", "<s-ns?:s>", (input, args) -> pad((String) args.get(0), integer(args, 1), text(args, 2)));
        bind(jsonata, "hash", "<ss:s>", (input, args) -> hash((String) args.get(0), (String) args.get(1)));
        bind(jsonata, "random", "<n?:n>", (input, args) -> functions.random(args));
        bind(jsonata, "uuid", "<:s>", (input, args) -> uuid(functions.scope.random()));
        bind(jsonata, "parse", "<s:x>", (input, args) -> Query.toJsonata(Json.parse((String) args.get(0))));
        bind(jsonata, "eval", "<sx?:x>", (input, args) -> {
            throw new UnsupportedOperationException("the function $eval is not supported");
        });
        bind(jsonata, "shuffle", "<a:a>", (input, args) -> functions.shuffle(list(args, 0)));
        bind(jsonata, "millis", "<:n>", (input, args) -> functions.scope.now().toEpochMilli());
        bind(
                jsonata,
                "now",
                "<s?s?:s>",
                (input, args) -> Functions.dateTimeFromMillis(
                        functions.scope.now().toEpochMilli(), text(args, 0), text(args, 1)));
        return functions;
    }

    void use(Scope current) {
        this.scope = current;
    }

    /** A random (version 4) UUID. */
    public static String uuid(RandomGenerator random) {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private Object random(List<?> args) {
        Object seed = args.isEmpty() ? null : args.get(0);
        RandomGenerator source = seed == null ? scope.random() : new Random(((Number) seed).longValue());
        return source.nextDouble();
    }

    private List<Object> shuffle(List<?> items) {
        List<Object> shuffled = new ArrayList<>(items);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = scope.random().nextInt(i + 1);
            Object other = shuffled.set(j, shuffled.get(i));
            shuffled.set(i, other);
        }
        return shuffled;
    }

    private static List<Object> partition(List<?> items, long size) {
        if (size < 1) {
            throw new IllegalArgumentException("$partition needs a size of at least 1, not " + size);
        }
        List<Object> parts = new ArrayList<>();
        for (int i = 0; i < items.size(); i = (int) Math.min(items.size(), i + size)) {
            parts.add(new ArrayList<>(items.subList(i, (int) Math.min(items.size(), i + size))));
        }
        return parts;
    }

    private static List<Object> range(long first, long last, long step) {
        if (step == 0 || Math.abs(((double) last - first) / step) >= MOST_ITEMS) {
            throw new IllegalArgumentException("$range cannot go from " + first + " to " + last + " by " + step);
        }
        List<Object> numbers = new ArrayList<>();
        long steps = step > 0 == first <= last ? Math.subtractExact(last, first) / step : first == last ? 0 : -1;
        for (long i = 0; i <= steps; i++) {
            long n = first + i * step;
            numbers.add(n == (int) n ? (Object) (int) n : (Object) n);
        }
        return numbers;
    }

    /** The library's own takes a minute for a megabyte, and does not end for more. */
    private static String pad(String text, long width, String with) {
        if (text == null) {
            return null;
        }
        if (width < -LONGEST_TEXT || width > LONGEST_TEXT) {
            throw new IllegalArgumentException("$pad cannot make a string of " + width + " characters");
        }
        int[] padding = with == null || with.isEmpty()
                ? new int[] {' '}
                : with.codePoints().toArray();
        StringBuilder padded = new StringBuilder();
        long missing = Math.abs(width) - text.codePointCount(0, text.length());
        for (int i = 0; i < missing; i++) {
            padded.appendCodePoint(padding[i % padding.length]);
        }
        return width < 0 ? padded + text : text + padded;
    }

    private static String hash(String content, String algorithm) {
        if (!HASHES.contains(algorithm)) {
            throw new IllegalArgumentException(
                    "$hash knows " + HASHES.stream().sorted().toList() + ", not " + algorithm);
        }
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(Jsonata jsonata, String name, String signature, JFunctionCallable function) {
        jsonata.registerFunction(name, new JFunction(function, signature));
    }

    private static List<?> list(List<?> args, int i) {
        return args.get(i) instanceof List<?> list ? list : List.of();
    }

    private static long integer(List<?> args, int i) {
        return args.get(i) instanceof Number number ? number.longValue() : 0;
    }

    private static String text(List<?> args, int i) {
        return args.size() > i ? (String) args.get(i) : null;
    }
}
