package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What AWS answered, and how an answer of ours is compared with it: whatever is a placeholder there may be anything here. */
public final class Recordings {
    /** Kept from the wire of AWS's own SDK calls. */
    private static final Set<String> METADATA = Set.of("SdkHttpMetadata", "SdkResponseMetadata", "ResponseMetadata");

    private static final Set<String> WORDS = Set.of("timestamp", "datetime", "date", "lambda_function_name");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Za-z][^<>]*>");

    private Recordings() {}

    /** The content of a file of recordings; empty when the folder is not given. */
    public static Optional<Object> read(String file) {
        String folder = System.getProperty("asl.conformance", "");
        if (folder.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(Files.readString(Path.of(folder, file))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails with every place where the actual value is not what was recorded. */
    public static void assertAgrees(Object recorded, Object actual) {
        List<String> differences = new ArrayList<>();
        compare("", recorded, actual, differences);
        assertThat(differences).isEmpty();
    }

    private static void compare(String path, Object recorded, Object actual, List<String> differences) {
        if (recorded instanceof Map<?, ?> expected) {
            Object value = actual instanceof String text ? parsed(text) : actual;
            if (value instanceof Map<?, ?> map) {
                Set<Object> names = new TreeSet<>(expected.keySet());
                names.addAll(map.keySet());
                names.removeAll(METADATA);
                for (Object name : names) {
                    String inside = path + "/" + name;
                    if (!expected.containsKey(name) || !map.containsKey(name)) {
                        differences.add(inside + ": recorded " + expected.get(name) + ", here " + map.get(name));
                    } else {
                        compare(inside, expected.get(name), map.get(name), differences);
                    }
                }
                return;
            }
        } else if (recorded instanceof List<?> expected && actual instanceof List<?> list) {
            if (expected.size() != list.size()) {
                differences.add(path + ": recorded " + expected.size() + " items, here " + list.size() + ": " + list);
            }
            for (int i = 0; i < Math.min(expected.size(), list.size()); i++) {
                compare(path + "[" + i + "]", expected.get(i), list.get(i), differences);
            }
            return;
        } else if (recorded instanceof String expected && actual instanceof String text) {
            if (expected.equals(text)
                    || WORDS.contains(expected)
                    || pattern(expected).matcher(text).matches()) {
                return;
            }
        } else if (recorded == null ? actual == null : recorded.equals(actual)) {
            return;
        }
        if (!WORDS.contains(String.valueOf(recorded))) {
            differences.add(path + ": recorded " + recorded + ", here " + actual);
        }
    }

    private static Object parsed(String text) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            // no JSON: the comparison says so
            return text;
        }
    }

    private static Pattern pattern(String expected) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        var placeholders = PLACEHOLDER.matcher(expected);
        while (placeholders.find()) {
            pattern.append(Pattern.quote(expected.substring(at, placeholders.start())))
                    .append("[^\"]*");
            at = placeholders.end();
        }
        pattern.append(Pattern.quote(expected.substring(at)));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL);
    }
}
