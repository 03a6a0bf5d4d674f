package io.github.falvideo.fal;

/** fal no longer has the result, or never had it (404 at the result). */
public final class ResultGoneException extends FalException {
    public ResultGoneException(String message, String requestId, Throwable cause) {
        super(message, requestId, false, cause);
    }
}
