package io.github.falvideo.local.fal.model;

import java.util.Map;

/** The model cannot use a file or text that it was given: the 422 that the result will be. */
public final class InputException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ModelError error;

    /**
     * @param type one of the kinds of 422 that fal's models document
     * @param field the input it is about, such as {@code image_url}
     * @param message for people
     * @param ctx the limit, if there is one
     * @param input what was given
     */
    public InputException(String type, String field, String message, Map<String, Object> ctx, Object input) {
        super(message);
        error = ModelError.of(type, field, message, ctx, input);
    }

    /** What the result says of it. */
    public ModelError error() {
        return error;
    }
}
