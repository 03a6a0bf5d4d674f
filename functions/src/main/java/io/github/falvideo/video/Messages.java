package io.github.falvideo.video;

/** What the user is told, word for word as fal-queue has it. */
public final class Messages {
    /** Before fal has been asked. */
    public static final String ACCEPTED = "Accepted. It will be submitted to fal in a moment.";

    public static final String GENERATING = "Generating your video...";
    public static final String COMPLETE = "Video generation complete!";

    public static final String ENDED_WITH_ERROR = "fal ended the request with an error.";

    private static final String WHERE_TO_LOOK = "Look for it at https://fal.ai/dashboard/requests";

    private Messages() {}

    /** @param position number of requests ahead, from 0, as fal counts; null when fal did not say */
    public static String inQueue(Integer position) {
        return position == null ? "In queue..." : "In queue, position " + position + "...";
    }

    /** Two lines for a video whose deadline has passed. */
    public static String timedOut(String requestId) {
        return "Generation is taking longer than expected. Your request ID is: " + requestId
                + "\nYou can check the status manually or try again later.";
    }

    /** Where the video lies, how large it is, and where fal hosts it. */
    public static String saved(String uri, long bytes, String hostedUrl) {
        return "Saved to " + uri + " (" + FileSize.text(bytes) + "). Hosted at " + hostedUrl;
    }

    /** For a video that was made but could not be copied. */
    public static String downloadFailed(String hostedUrl) {
        return "Download failed. You can grab the video directly from: " + hostedUrl;
    }

    /** fal said that the request will not run any more. */
    public static String cancelled(String requestId) {
        return "fal has cancelled request " + requestId + ".";
    }

    /** fal has told a running request to stop. */
    public static String cancellationRequested(String requestId) {
        return "Request " + requestId + " was running: fal has told it to stop. It may still complete, and be billed.";
    }

    /** It was too late to cancel. */
    public static String alreadyCompleted(String requestId) {
        return "Too late to cancel: fal had already completed request " + requestId
                + ". The video is paid for; get it with: ./video resume " + requestId;
    }

    /** There was nothing to cancel at fal. */
    public static String notFound(String requestId) {
        return "fal does not know request " + requestId + ", so there was nothing to cancel.";
    }

    /** Nothing was ever sent for this video. */
    public static String notSubmitted(String id) {
        return "Nothing was submitted for video " + id + ", so there was nothing to cancel.";
    }

    /** A submit was begun and its answer is not known. */
    public static String uncertain(String id) {
        return "It is not certain whether fal has taken video " + id
                + ": it was sent, and no answer was stored. It is not sent again, because fal would make, and bill, a second"
                + " one. " + WHERE_TO_LOOK;
    }

    /** A cancel that could not be settled; where to look for the request is told even when nobody knows its id. */
    public static String mayStillRun(String reason) {
        return "It may still run at fal: " + reason + " " + WHERE_TO_LOOK;
    }
}
