package io.github.falvideo.fal;

/**
 * fal, or the way to it, had no answer: network, 408, 429, 5xx, an unknown status word, a body that is not JSON. Ask again.
 */
public final class FalUnavailableException extends FalException {
    private final String errorType;

    public FalUnavailableException(String message, String requestId, Throwable cause) {
        this(message, requestId, null, cause);
    }

    /** @param errorType fal's word for it, such as {@code runner_disconnected}, or null */
    public FalUnavailableException(String message, String requestId, String errorType, Throwable cause) {
        super(message, requestId, true, cause);
        this.errorType = errorType;
    }

    /**
     * fal's word for the error, or null. At the result a {@code runner_…} or {@code …_timeout} that stays when asked again is the request's
     * own end: fal has retried it already.
     */
    public String errorType() {
        return errorType;
    }
}
