package io.github.falvideo.fal;

/** fal refused for good: the key, the account or the request is wrong. */
public final class RequestRefusedException extends FalException {
    private final String detail;

    /** @param detail fal's own words, or null when it gave none */
    public RequestRefusedException(String message, String requestId, String detail, Throwable cause) {
        super(message, requestId, false, cause);
        this.detail = detail;
    }

    /** fal's own words (each {@code msg}, never {@code input}), or null when it gave none. */
    public String detail() {
        return detail;
    }
}
