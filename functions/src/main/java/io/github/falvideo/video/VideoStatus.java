package io.github.falvideo.video;

/** What {@code status.json} says of a video. */
public enum VideoStatus {
    IN_QUEUE,
    IN_PROGRESS,
    DOWNLOADING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED;

    /** Whether this is an end: nothing changes it any more. */
    public boolean isTerminal() {
        return switch (this) {
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED -> true;
            case IN_QUEUE, IN_PROGRESS, DOWNLOADING -> false;
        };
    }

    /** Whether this word, as read from a file, names an end. A word that is no status, or none, is not one. */
    public static boolean isEnd(Object word) {
        for (VideoStatus status : values()) {
            if (status.name().equals(word)) {
                return status.isTerminal();
            }
        }
        return false;
    }
}
