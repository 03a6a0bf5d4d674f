package io.github.falvideo.video;

/**
 * The video is claimed and fal's answer is not yet stored: another copy of Submit may be sending at this moment. Nothing
 * was sent. Worth trying again: later there is either the answer or the certainty that it is missing.
 */
public final class SubmissionInProgressException extends RuntimeException {
    public SubmissionInProgressException(String id) {
        super("Video " + id
                + " is being submitted at this moment. Nothing was sent a second time; try again in a minute.");
    }
}
