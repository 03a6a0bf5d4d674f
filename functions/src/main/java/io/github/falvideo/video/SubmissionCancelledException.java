package io.github.falvideo.video;

/** The execution was stopped before its video was submitted. Final; nothing was sent to fal. */
public final class SubmissionCancelledException extends RuntimeException {
    public SubmissionCancelledException(String id) {
        super("Video " + id + " was stopped before it was submitted. Nothing was sent to fal; start a new execution.");
    }
}
