package io.github.falvideo.fal;

/** The media is not what it should be: no film, too large, not of the announced size, not there. */
public final class MediaRefusedException extends FalException {
    public MediaRefusedException(String message, String requestId, Throwable cause) {
        super(message, requestId, false, cause);
    }
}
