package io.github.falvideo.local.fal.faults;

/** The calls that the stand-in tells apart, for faults and for counting. */
public enum CallKind {
    /** {@code POST /{model}}. */
    SUBMIT,
    /** {@code GET …/requests/{id}/status}. */
    STATUS,
    /** {@code GET …/requests/{id}}. */
    RESULT,
    /** {@code PUT …/requests/{id}/cancel}. */
    CANCEL,
    /** {@code GET} of the finished video. */
    MEDIA,
    /** {@code POST /storage/upload/initiate}. */
    INITIATE,
    /** {@code PUT} of an uploaded file. */
    UPLOAD,
    /** {@code GET} of an uploaded file. */
    FILE,
    /** Anything else. */
    OTHER
}
