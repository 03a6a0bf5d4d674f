package io.github.falvideo.local.fal.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One entry of fal's {@code detail} array: what is wrong with which input. */
public record ModelError(String type, List<String> loc, String msg, Map<String, Object> ctx, Object input) {

    /** About a field of the input. */
    public static ModelError of(String type, String field, String msg, Map<String, Object> ctx, Object input) {
        return new ModelError(type, List.of("body", field), msg, ctx, input);
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("loc", loc);
        json.put("msg", msg);
        json.put("type", type);
        json.put("url", "https://docs.fal.ai/errors#" + type);
        if (!ctx.isEmpty()) {
            json.put("ctx", ctx);
        }
        if (input != null) {
            json.put("input", input);
        }
        return json;
    }

    /** The body of a 422 that tells of all of them. */
    public static Map<String, Object> body(List<ModelError> errors) {
        return Map.of("detail", errors.stream().map(ModelError::json).toList());
    }
}
