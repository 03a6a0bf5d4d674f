package io.github.falvideo;

import io.github.falvideo.CancelHandler.Detail;
import io.github.falvideo.CancelHandler.Output;
import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.Claims;
import io.github.falvideo.aws.Claims.Claim;
import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.fal.FalException;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.Submission;
import io.github.falvideo.video.SubmissionInProgressException;
import io.github.falvideo.video.VideoStatus;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is left to do when an execution ended by another hand than its own: the video is cancelled at fal, so that nothing
 * keeps running and billing unseen, and the status file says what happened.
 */
final class StoppedExecution {
    private static final System.Logger LOG = System.getLogger(StoppedExecution.class.getName());

    private final Components components;
    private final Cancellation cancellation;
    private final Claims claims;
    private final StatusFile statusFile;

    StoppedExecution(Components components, Cancellation cancellation) {
        this.components = components;
        this.cancellation = cancellation;
        this.claims = components.claims();
        this.statusFile = components.statusFile();
    }

    /**
     * Cancels and writes the end, unless the status file already tells one. When the cancel cannot be settled now, the
     * file says so and the exception is thrown, so that Lambda's asynchronous retry comes back.
     */
    Output settle(Detail detail) {
        String id = detail.name();
        VideoStatus end = end(detail.status());
        if (end == null) {
            return ignored(id, "An execution that is " + detail.status() + " leaves nothing to cancel.");
        }
        Map<String, Object> told = statusFile.read(id);
        if (StatusFile.isSettled(told)) {
            return ignored(id, "Video " + id + " had already ended as " + told.get("status") + ".");
        }
        Instant at = detail.stopDate() == null ? components.clock().instant() : Instant.ofEpochMilli(detail.stopDate());
        String stopped = end == VideoStatus.TIMED_OUT
                ? "The execution was ended by its own time limit. "
                : "The execution was stopped. ";
        Map<String, Object> known = new LinkedHashMap<>();
        Output output;
        try {
            // Where there is no claim, one is left: a Submit that has started and not yet claimed must not send after
            // this.
            Optional<Claim> claim = claims.read(id).or(() -> claims.forbid(id));
            claim.ifPresent(found -> known.putAll(known(found.submission())));
            output = cancellation.cancel(id, claim);
        } catch (SubmissionInProgressException | AwsUnavailableException | FalException e) {
            boolean again = !(e instanceof FalException failure) || failure.retryable();
            String message = stopped + Messages.mayStillRun(e.getMessage());
            statusFile.end(id, new StatusFile.End(end, message, at, again), known);
            throw e;
        }
        statusFile.end(id, new StatusFile.End(end, stopped + output.message(), at, false), known);
        return output;
    }

    private static Map<String, Object> known(Submission submission) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("requestId", submission.requestId());
        known.put("model", submission.model());
        known.put(
                "submittedAt",
                submission.submittedAt() == null
                        ? null
                        : submission.submittedAt().toString());
        return known;
    }

    private static VideoStatus end(String status) {
        return switch (String.valueOf(status)) {
            case "ABORTED" -> VideoStatus.CANCELLED;
            case "TIMED_OUT" -> VideoStatus.TIMED_OUT;
            default -> null;
        };
    }

    private static Output ignored(String id, String message) {
        LOG.log(Level.INFO, "nothing to cancel id=" + id);
        return new Output(null, message);
    }
}
