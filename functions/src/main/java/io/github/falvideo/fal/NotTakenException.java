package io.github.falvideo.fal;

/** fal definitely did not take the submit (connection never made, 429, 503): submitting again is safe. */
public final class NotTakenException extends FalException {
    public NotTakenException(String message, Throwable cause) {
        super(message, null, true, cause);
    }
}
