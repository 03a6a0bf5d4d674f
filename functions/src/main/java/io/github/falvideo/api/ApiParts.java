package io.github.falvideo.api;

import io.github.falvideo.aws.Claims;
import io.github.falvideo.aws.Executions;
import io.github.falvideo.aws.PresignedLinks;
import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.aws.VideoStart;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the calls work with.
 *
 * @param bucket the application's own
 * @param allowLoopback whether input URLs may also be plain http to this machine
 * @param cancel cancels the video of this id at fal, and sees to it that it is not submitted any more. Throws {@code
 *     SubmissionInProgressException} while it is being submitted, and {@code FalException} when fal gives none of its
 *     answers
 * @param words gives a word that no other call has
 */
public record ApiParts(
        String bucket,
        boolean allowLoopback,
        VideoStart start,
        Executions executions,
        StatusFile statusFile,
        Claims claims,
        PresignedLinks presigned,
        Function<String, CancelAnswer> cancel,
        InstantSource clock,
        Supplier<String> words) {
    /**
     * @param outcome CANCELLED, CANCELLATION_REQUESTED, ALREADY_COMPLETED or NOT_FOUND
     * @param message for the user
     */
    public record CancelAnswer(String outcome, String message) {}
}
