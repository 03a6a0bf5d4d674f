package io.github.falvideo.fal;

/**
 * The submit was sent and no trustworthy answer came back: fal may have taken it, and bills it then. There is no idempotency key, so it is
 * never sent again. The request id is the one of the reply's header {@code x-fal-request-id}, when there was a reply.
 */
public final class SubmissionUncertainException extends FalException {
    public SubmissionUncertainException(String message, String requestId, Throwable cause) {
        super(message, requestId, false, cause);
    }
}
