package io.github.falvideo.fal;

/** The request was cancelled: {@code client_cancelled}, 499. */
public final class GenerationCancelledException extends FalException {
    public GenerationCancelledException(String message, String requestId, Throwable cause) {
        super(message, requestId, false, cause);
    }
}
