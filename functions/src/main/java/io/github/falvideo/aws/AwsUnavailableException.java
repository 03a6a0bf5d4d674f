package io.github.falvideo.aws;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS gave no answer, or refused, after the SDK's own attempts. Trying again can help. */
public final class AwsUnavailableException extends RuntimeException {
    AwsUnavailableException(String what, SdkException cause) {
        super(what + " (" + reason(cause) + "). Try again.", cause);
    }

    AwsUnavailableException(String what) {
        super(what + ". Try again.");
    }

    /** The same with something for the user before it. */
    public AwsUnavailableException(String before, AwsUnavailableException cause) {
        super(before + " " + cause.getMessage(), cause);
    }

    // Not the SDK's own message: it may hold a whole URL.
    private static String reason(SdkException cause) {
        if (cause instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
            return refusal.statusCode() + " " + refusal.awsErrorDetails().errorCode();
        }
        return cause instanceof AwsServiceException refusal
                ? String.valueOf(refusal.statusCode())
                : cause.getClass().getSimpleName();
    }
}
