package io.github.falvideo.video;

/** What the user is told, word for word as fal-queue has it. */
public final class Messages {
    public static final String GENERATING = "Generating your video...";
    public static final String COMPLETE = "Video generation complete!";

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
}
