package io.github.falvideo.fal;

/** The media was cut, stalled or short, after all resumes. Reading it again from the start can help. */
public final class MediaBrokenException extends FalException {
    public MediaBrokenException(String message, String requestId, Throwable cause) {
        super(message, requestId, true, cause);
    }
}
