package io.github.falvideo.fal;

/** fal's answer to a cancel. None of them promises that nothing is charged. */
public enum CancelOutcome {
    /** It was queued and is removed. */
    CANCELLED,
    /** It runs; the runner was signalled and may still complete. */
    CANCELLATION_REQUESTED,
    /** Too late: there is a result to fetch. */
    ALREADY_COMPLETED,
    /** fal knows no such request. */
    NOT_FOUND
}
