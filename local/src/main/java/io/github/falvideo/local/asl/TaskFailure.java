package io.github.falvideo.local.asl;

/** A task has failed with an error that Retry and Catch can name. */
public final class TaskFailure extends RuntimeException {
    private final String error;

    /**
     * @param error the error's name, at most 256 characters are kept
     * @param cause for people, or JSON text as Lambda gives it; at most 32,768 characters are kept; null is an empty one
     */
    public TaskFailure(String error, String cause) {
        super(cut(cause == null ? "" : cause, 32_768));
        this.error = cut(error, 256);
    }

    /** The error's name. */
    public String error() {
        return error;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
