package io.github.falvideo.fal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What fal says when it does not say yes. fal-queue: {@code detail} is a string, an array of objects, an object, or missing; the body may
 * not be JSON at all.
 *
 * @param type fal's word: {@code error_type}, or the {@code type} of the first detail, or null
 * @param detail fal's words for people: every {@code msg} with its field and limits, never {@code input}; or null
 * @param body the body's fields; empty when it is not a JSON object
 * @param readable whether the body is JSON, or empty
 */
record ErrorReply(int status, String type, String detail, Map<?, ?> body, boolean readable) {
    private static final int MAX_DETAIL = 700;
    private static final int MAX_ENTRIES = 20;

    static ErrorReply of(int status, String typeHeader, byte[] bytes, Cleaner cleaner) {
        Object json = null;
        boolean readable = true;
        try {
            json = bytes.length == 0 ? null : JSON.std.anyFrom(bytes);
        } catch (IOException e) {
            readable = false; // a page of some proxy: the code alone decides
        }
        Map<?, ?> body = json instanceof Map<?, ?> map ? map : Map.of();
        Object detail = json instanceof Map<?, ?> ? firstPresent(body, "detail", "error", "message", "msg") : json;
        String type = firstText(body.get("error_type"), typeHeader, typeOf(detail));
        return new ErrorReply(
                status, cleaner.clean(type, 100), cleaner.clean(words(detail), MAX_DETAIL), body, readable);
    }

    /** The words of a {@code detail} or {@code error} of any shape, or null. */
    static String words(Object detail) {
        if (detail instanceof List<?> entries) {
            String joined = entries.stream()
                    .limit(MAX_ENTRIES)
                    .map(ErrorReply::entry)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("; "));
            return joined.isEmpty() ? null : joined;
        }
        return entry(detail);
    }

    /** {@code HTTP 422, face_detection_error: no face was found}, as far as known. */
    String summary() {
        String said = detail != null ? ": " + detail : readable ? "" : ", with a body that is not JSON";
        return "HTTP " + status + (type == null ? "" : ", " + type) + said;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether asking again can help. Also a redirect: it is never followed and is not an answer. */
    boolean isTransient() {
        return status == 408 || status == 429 || status >= 500 || status < 200 || (status >= 300 && status < 400);
    }

    /** fal-queue: asked too early, the result is a 400 "Request is still in progress". */
    boolean isStillInProgress() {
        return status == 400 && says("in progress");
    }

    /** The body's own word, {@code status}, in upper case; empty when it has none. */
    String word() {
        return body.get("status") instanceof String word ? word.strip().toUpperCase(Locale.ROOT) : "";
    }

    private boolean says(String phrase) {
        return detail != null && detail.toLowerCase(Locale.ROOT).contains(phrase);
    }

    private static String entry(Object entry) {
        if (!(entry instanceof Map<?, ?> map)) {
            return entry == null || entry instanceof List<?> ? null : entry.toString();
        }
        Object text = firstPresent(map, "msg", "message", "detail", "error", "type");
        if (text == null || text instanceof Map<?, ?> || text instanceof List<?>) {
            return null;
        }
        return field(map.get("loc")) + text + limits(map.get("ctx"));
    }

    /** {@code ["body", "image_url"]} is told as {@code image_url: }. */
    private static String field(Object loc) {
        List<?> path = loc instanceof List<?> list ? list : loc == null ? List.of() : List.of(loc);
        String joined = path.stream()
                .filter(ErrorReply::isShort)
                .map(Object::toString)
                .filter(part -> !part.equals("body"))
                .limit(10)
                .collect(Collectors.joining("."));
        return joined.isEmpty() ? "" : joined + ": ";
    }

    /** {@code {"max_width": 4096}} is told as {@code  (max_width: 4096)}; long texts and URLs are the user's and are left out. */
    private static String limits(Object ctx) {
        if (!(ctx instanceof Map<?, ?> map)) {
            return "";
        }
        List<String> shown = new ArrayList<>();
        map.forEach((name, value) -> {
            List<?> values = value instanceof List<?> list ? list : Collections.singletonList(value);
            if (!"input".equals(name)
                    && !values.isEmpty()
                    && values.size() <= 10
                    && values.stream().allMatch(ErrorReply::isShort)) {
                shown.add(name + ": " + values.stream().map(Object::toString).collect(Collectors.joining(", ")));
            }
        });
        return shown.isEmpty() ? "" : " (" + String.join("; ", shown) + ")";
    }

    private static boolean isShort(Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || (value instanceof String text && text.length() <= 60 && !text.contains("://"));
    }

    private static String typeOf(Object detail) {
        Object first = detail instanceof List<?> list && !list.isEmpty() ? list.get(0) : detail;
        return first instanceof Map<?, ?> map && map.get("type") instanceof String type ? type : null;
    }

    private static Object firstPresent(Map<?, ?> map, String... names) {
        for (String name : names) {
            Object value = map.get(name);
            if (value != null && !(value instanceof String text && text.isBlank())) {
                return value;
            }
        }
        return null;
    }

    private static String firstText(Object... candidates) {
        for (Object candidate : candidates) {
            if (candidate instanceof String text && !text.isBlank()) {
                return text;
            }
        }
        return null;
    }
}
