package io.github.falvideo.fal;

/** fal, or the way to it, had no answer: network, 408, 429, 5xx, an unknown status word, a body that is not JSON. Ask again. */
public final class FalUnavailableException extends FalException {
    public FalUnavailableException(String message, String requestId, Throwable cause) {
        super(message, requestId, true, cause);
    }
}
