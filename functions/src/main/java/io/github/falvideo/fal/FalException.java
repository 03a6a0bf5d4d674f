package io.github.falvideo.fal;

/**
 * Everything that can go wrong at fal. The message says what happened, names the request id if there is one and what the user can do; it
 * has at most {@value #MAX_MESSAGE} characters and never holds the key. On AWS the error's name is the class's full name.
 */
public abstract sealed class FalException extends RuntimeException
        permits NotTakenException,
                RequestRefusedException,
                SubmissionUncertainException,
                FalUnavailableException,
                ResultNotReadyException,
                GenerationFailedException,
                GenerationCancelledException,
                ResultGoneException,
                UnsafeUrlException,
                MediaBrokenException,
                MediaRefusedException {
    static final int MAX_MESSAGE = 1000;

    private final String requestId;
    private final boolean retryable;

    FalException(String message, String requestId, boolean retryable, Throwable cause) {
        super(bounded(message, requestId), cause);
        this.requestId = requestId;
        this.retryable = retryable;
    }

    /** The request's id at fal, or null when none is known. */
    public String requestId() {
        return requestId;
    }

    /** Whether the same call can succeed later without a new submit. */
    public boolean retryable() {
        return retryable;
    }

    private static String bounded(String message, String requestId) {
        String suffix = requestId == null || message.contains(requestId)
                ? ""
                : " (request " + Text.shortened(requestId, 200) + ")";
        return Text.shortened(message, MAX_MESSAGE - suffix.length()) + suffix;
    }
}
