package io.github.falvideo.video;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one request and gathers its problems. A JSON null counts as a field that is not there. */
final class RequestParser {
    private static final Set<String> REQUEST_FIELDS = Set.of("model", "input", "timeoutSeconds", "cancelOnTimeout");
    private static final List<String> SPEECH_FIELDS = List.of("image_url", "audio_url", "resolution");
    private static final List<String> TEXT_FIELDS = List.of("image_url", "text", "resolution", "voice_description");
    private static final Pattern MODEL = Pattern.compile("veed/fabric-1\\.0(?:[._/-]?[A-Za-z0-9])*+");
    private static final int MAX_MODEL = 100;
    private static final int MAX_TEXT = 2_000;
    private static final int MIN_TIMEOUT = 60;
    private static final int MAX_TIMEOUT = 3_600;
    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_ECHO = 40;

    private final InputUrlRules urls;
    private final List<Problem> problems = new ArrayList<>();

    RequestParser(InputUrlRules urls) {
        this.urls = urls;
    }

    VideoRequest parse(Object json) {
        if (!(json instanceof Map<?, ?> request)) {
            problem("request", json == null ? "is missing" : "must be a JSON object, not " + kind(json));
            throw new InvalidRequestException(problems);
        }
        Map<?, ?> input = input(request.get("input"));
        String model = model(request.get("model"), input);
        Map<String, String> checked = isText(model) ? textInput(input) : speechInput(input);
        Duration timeout = timeout(request.get("timeoutSeconds"));
        boolean cancelOnTimeout = cancelOnTimeout(request.get("cancelOnTimeout"));
        unknownFields(request);
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(bounded());
        }
        return new VideoRequest(model, checked, timeout, cancelOnTimeout);
    }

    private Map<?, ?> input(Object value) {
        if (value instanceof Map<?, ?> input) {
            return input;
        }
        problem("input", value == null ? "is required" : "must be a JSON object, not " + kind(value));
        return null;
    }

    private String model(Object value, Map<?, ?> input) {
        if (value == null) {
            boolean spoken = input == null || input.get("text") == null || input.get("audio_url") != null;
            return spoken ? VideoRequest.DEFAULT_MODEL : VideoRequest.DEFAULT_TEXT_MODEL;
        }
        if (value instanceof String model
                && model.length() <= MAX_MODEL
                && MODEL.matcher(model).matches()) {
            return model;
        }
        problem(
                "model",
                "must be veed/fabric-1.0 or one of its variants such as veed/fabric-1.0/fast or "
                        + "veed/fabric-1.0/text, not " + echo(value));
        // The input's fields are then judged by what they look like themselves.
        return model(null, input);
    }

    private static boolean isText(String model) {
        return List.of(model.split("/")).contains("text");
    }

    private Map<String, String> speechInput(Map<?, ?> input) {
        Map<String, String> checked = new LinkedHashMap<>();
        if (input != null) {
            put(checked, "image_url", url(input, "image_url", MediaKind.IMAGE));
            put(checked, "audio_url", url(input, "audio_url", MediaKind.AUDIO));
            put(checked, "resolution", resolution(input.get("resolution")));
            unknownInputFields(input, SPEECH_FIELDS, "is only for the text endpoints (veed/fabric-1.0/text)");
        }
        return checked;
    }

    private Map<String, String> textInput(Map<?, ?> input) {
        Map<String, String> checked = new LinkedHashMap<>();
        if (input != null) {
            put(checked, "image_url", url(input, "image_url", MediaKind.IMAGE));
            put(checked, "text", text(input, "text", true));
            put(checked, "resolution", resolution(input.get("resolution")));
            put(checked, "voice_description", text(input, "voice_description", false));
            unknownInputFields(input, TEXT_FIELDS, "is not for the text endpoints: they speak the text themselves");
        }
        return checked;
    }

    private String url(Map<?, ?> input, String field, MediaKind kind) {
        return string(input, field, true, url -> urls.problem(url, kind).orElse(null));
    }

    private String text(Map<?, ?> input, String field, boolean required) {
        return string(input, field, required, text -> {
            int length = text.codePointCount(0, text.length());
            return length <= MAX_TEXT
                    ? null
                    : "must be at most " + MAX_TEXT + " characters long; it has " + length + ", which is "
                            + (length - MAX_TEXT) + " too many";
        });
    }

    private String string(Map<?, ?> input, String field, boolean required, Function<String, String> check) {
        Object value = input.get(field);
        if (value == null && !required) {
            return null;
        }
        String problem;
        if (value == null) {
            problem = "is required";
        } else if (!(value instanceof String text)) {
            problem = "must be a string, not " + kind(value);
        } else if (text.isBlank()) {
            problem = "must not be empty";
        } else {
            problem = check.apply(text);
        }
        if (problem == null) {
            return (String) value;
        }
        problem("input." + field, problem);
        return null;
    }

    private String resolution(Object value) {
        if (value != null && !value.equals("480p") && !value.equals("720p")) {
            problem("input.resolution", "must be 480p or 720p, not " + echo(value));
        }
        return "720p".equals(value) ? "720p" : "480p";
    }

    private Duration timeout(Object value) {
        if (value == null) {
            return VideoRequest.DEFAULT_TIMEOUT;
        }
        BigDecimal seconds = number(value);
        if (seconds == null
                || seconds.compareTo(BigDecimal.valueOf(MIN_TIMEOUT)) < 0
                || seconds.compareTo(BigDecimal.valueOf(MAX_TIMEOUT)) > 0
                || seconds.compareTo(BigDecimal.valueOf(seconds.intValue())) != 0) {
            problem(
                    "timeoutSeconds",
                    "must be a whole number from " + MIN_TIMEOUT + " to " + MAX_TIMEOUT + ", not " + echo(value));
            return VideoRequest.DEFAULT_TIMEOUT;
        }
        return Duration.ofSeconds(seconds.intValue());
    }

    private boolean cancelOnTimeout(Object value) {
        if (value != null && !(value instanceof Boolean)) {
            problem("cancelOnTimeout", "must be true or false, not " + echo(value));
        }
        return Boolean.TRUE.equals(value);
    }

    private void unknownFields(Map<?, ?> request) {
        for (Object field : request.keySet()) {
            if (!REQUEST_FIELDS.contains(field)) {
                boolean inner = SPEECH_FIELDS.contains(field) || TEXT_FIELDS.contains(field);
                problem(
                        name(field),
                        inner
                                ? "belongs inside input"
                                : "is not a field of a request; those are model, "
                                        + "input, timeoutSeconds and cancelOnTimeout");
            }
        }
    }

    private void unknownInputFields(Map<?, ?> input, List<String> known, String elsewhere) {
        for (Map.Entry<?, ?> entry : input.entrySet()) {
            Object field = entry.getKey();
            if (known.contains(field)) {
                continue;
            }
            boolean familiar = SPEECH_FIELDS.contains(field) || TEXT_FIELDS.contains(field);
            if (!familiar) {
                problem("input." + name(field), "is not a field of the input; those are " + String.join(", ", known));
            } else if (entry.getValue() != null) {
                problem("input." + name(field), elsewhere);
            }
        }
    }

    private List<Problem> bounded() {
        if (problems.size() <= MAX_PROBLEMS) {
            return problems;
        }
        List<Problem> first = new ArrayList<>(problems.subList(0, MAX_PROBLEMS));
        first.add(new Problem("request", "has " + (problems.size() - MAX_PROBLEMS) + " more problems"));
        return first;
    }

    private void problem(String field, String message) {
        problems.add(new Problem(field, message));
    }

    private static void put(Map<String, String> map, String field, String value) {
        if (value != null) {
            map.put(field, value);
        }
    }

    private static BigDecimal number(Object value) {
        try {
            return value instanceof Number number ? new BigDecimal(number.toString()) : null;
        } catch (NumberFormatException e) {
            return null; // NaN or infinite: no number that JSON knows
        }
    }

    private static String kind(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof Iterable || value instanceof Object[]) {
            return "a list";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof Boolean ? "a boolean" : "a string";
    }

    private static String echo(Object value) {
        if (value instanceof String text) {
            return '"' + printable(text) + '"';
        }
        return value instanceof Number || value instanceof Boolean ? printable(value.toString()) : kind(value);
    }

    private static String name(Object field) {
        String name = printable(String.valueOf(field));
        return name.isBlank() ? '"' + name + '"' : name;
    }

    private static String printable(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", " ");
        return oneLine.codePointCount(0, oneLine.length()) <= MAX_ECHO
                ? oneLine
                : oneLine.substring(0, oneLine.offsetByCodePoints(0, MAX_ECHO)) + "…";
    }
}
