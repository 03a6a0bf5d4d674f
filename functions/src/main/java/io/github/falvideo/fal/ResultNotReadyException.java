package io.github.falvideo.fal;

/** The result was asked for too early (fal-queue: 400 {@code Request is still in progress}). Ask again. */
public final class ResultNotReadyException extends FalException {
    public ResultNotReadyException(String message, String requestId, Throwable cause) {
        super(message, requestId, true, cause);
    }
}
