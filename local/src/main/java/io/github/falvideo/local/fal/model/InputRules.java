package io.github.falvideo.local.fal.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the models require of their input, and how fal says that it is missing. */
public final class InputRules {
    private static final int LONGEST_TEXT = 2000;

    /** The models, each with its required texts. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "veed/fabric-1.0", List.of("image_url", "audio_url", "resolution"),
            "veed/fabric-1.0/fast", List.of("image_url", "audio_url", "resolution"),
            "veed/fabric-1.0/text", List.of("image_url", "text", "resolution"));

    private InputRules() {}

    /** Whether there is such a model. */
    public static boolean knows(String model) {
        return REQUIRED.containsKey(model);
    }

    /** All that is wrong with the input of a known model. */
    public static List<ModelError> check(String model, Map<String, Object> input) {
        List<ModelError> errors = new ArrayList<>();
        for (String field : REQUIRED.get(model)) {
            Object value = input.get(field);
            if (value == null) {
                errors.add(ModelError.of("missing", field, "Field required", Map.of(), new LinkedHashMap<>(input)));
            } else if (!(value instanceof String)) {
                errors.add(ModelError.of("string_type", field, "Input should be a valid string", Map.of(), value));
            } else if (field.equals("resolution")) {
                checkResolution((String) value, errors);
            } else if (field.equals("text")) {
                checkText((String) value, errors);
            }
        }
        return errors;
    }

    private static void checkResolution(String resolution, List<ModelError> errors) {
        if (!List.of("480p", "720p").contains(resolution)) {
            errors.add(ModelError.of(
                    "literal_error",
                    "resolution",
                    "Input should be '720p' or '480p'",
                    Map.of("expected", "'720p' or '480p'"),
                    resolution));
        }
    }

    private static void checkText(String text, List<ModelError> errors) {
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST_TEXT) {
            errors.add(ModelError.of(
                    "string_too_long",
                    "text",
                    "String should have at most " + LONGEST_TEXT + " characters",
                    Map.of("max_length", LONGEST_TEXT),
                    text));
        } else if (length == 0) {
            errors.add(ModelError.of(
                    "string_too_short",
                    "text",
                    "String should have at least 1 character",
                    Map.of("min_length", 1),
                    text));
        }
    }
}
