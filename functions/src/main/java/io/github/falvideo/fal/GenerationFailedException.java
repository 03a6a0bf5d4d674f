package io.github.falvideo.fal;

/** The model, or the queue for it, ended the request with an error: there is no video. */
public final class GenerationFailedException extends FalException {
    private final String type;
    private final String detail;

    /**
     * @param type fal's word for it, such as {@code face_detection_error}, or null
     * @param detail fal's own words, or null when it gave none
     */
    public GenerationFailedException(String message, String requestId, String type, String detail, Throwable cause) {
        super(message, requestId, false, cause);
        this.type = type;
        this.detail = detail;
    }

    /** fal's word for the error, such as {@code face_detection_error}, or null. */
    public String type() {
        return type;
    }

    /** fal's own words (each {@code msg}, never {@code input}), or null when it gave none. */
    public String detail() {
        return detail;
    }
}
