package io.github.falvideo.fal;

/** A URL that is not used: foreign host, plain http, private address. Nothing was sent to it. */
public final class UnsafeUrlException extends FalException {
    public UnsafeUrlException(String message, String requestId, Throwable cause) {
        super(message, requestId, false, cause);
    }
}
