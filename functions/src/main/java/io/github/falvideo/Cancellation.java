package io.github.falvideo;

import io.github.falvideo.CancelHandler.Output;
import io.github.falvideo.api.ApiParts;
import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.Claims;
import io.github.falvideo.aws.Claims.Claim;
import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.fal.CancelOutcome;
import io.github.falvideo.fal.FalException;
import io.github.falvideo.fal.FalQueue;
import io.github.falvideo.fal.GenerationCancelledException;
import io.github.falvideo.fal.QueuedRequest;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.Submission;
import io.github.falvideo.video.SubmissionInProgressException;
import io.github.falvideo.video.VideoKeys;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/** Cancels one video at fal and remembers fal's answer in its claim. */
final class Cancellation {
    private static final System.Logger LOG = System.getLogger(Cancellation.class.getName());

    private final Components components;
    private final Claims claims;
    private final StatusFile statusFile;
    private final FalQueue queue;

    Cancellation(Components components) {
        this.components = components;
        this.claims = components.claims();
        this.statusFile = components.statusFile();
        this.queue = components.queue();
    }

    /** By what is stored of this id. */
    Output cancel(String id) {
        return cancel(id, claims.read(VideoKeys.checkedId(id)));
    }

    /**
     * As {@link #cancel(String)}, and a video that nobody has claimed yet will never be submitted: a Submit that has started
     * and not yet come to its claim would send after this answer.
     */
    ApiParts.CancelAnswer cancelForGood(String id) {
        Output output = cancel(id, claims.read(id).or(() -> claims.forbid(id)));
        return new ApiParts.CancelAnswer(output.outcome(), output.message());
    }

    /**
     * By its claim, or by the request id in its status file when the claim lacks fal's answer.
     *
     * @throws SubmissionInProgressException when there is no answer and may still be one
     */
    Output cancel(String id, Optional<Claim> claim) {
        if (claim.isPresent() && claim.get().submission().isAnswered()) {
            return output(answerFor(claim.get()), claim.get().submission().requestId());
        }
        Map<String, Object> told = statusFile.read(id);
        if (told.get("requestId") instanceof String requestId && told.get("model") instanceof String model) {
            return output(atFal(new QueuedRequest(model, requestId, null, null, null)), requestId);
        }
        boolean sent = claim.isPresent() && claim.get().submission().cancel() == null;
        if (sent && components.isBeingSubmitted(claim.get().submission())) {
            throw new SubmissionInProgressException(id);
        }
        return new Output(CancelOutcome.NOT_FOUND.name(), sent ? Messages.uncertain(id) : Messages.notSubmitted(id));
    }

    /** By a job that the caller knows; its claim, if there is an id, is only needed to remember the answer. */
    Output cancel(Job job) {
        Optional<Claim> claim = job.id() == null ? Optional.empty() : readIfPossible(job.id());
        CancelOutcome outcome = claim.filter(found -> found.submission().isAnswered())
                .map(this::answerFor)
                .orElseGet(() -> atFal(job.request()));
        return output(outcome, job.requestId());
    }

    private CancelOutcome answerFor(Claim claim) {
        Submission submission = claim.submission();
        String known = submission.cancel() == null ? null : submission.cancel().outcome();
        for (CancelOutcome definite : new CancelOutcome[] {CancelOutcome.CANCELLED, CancelOutcome.ALREADY_COMPLETED}) {
            if (definite.name().equals(known)) {
                return definite;
            }
        }
        CancelOutcome outcome = atFal(new QueuedRequest(
                submission.model(),
                submission.requestId(),
                submission.statusUrl(),
                submission.responseUrl(),
                submission.cancelUrl()));
        LOG.log(Level.INFO, "cancel id=" + submission.id() + " request=" + submission.requestId() + " " + outcome);
        return CancelOutcome.valueOf(claims.recordCancel(claim, outcome.name()));
    }

    private CancelOutcome atFal(QueuedRequest request) {
        CancelOutcome outcome = queue.cancel(request);
        // fal calls a cancelled request completed, too: so it answers a cancel whose first answer was lost.
        boolean cancelledBefore = outcome == CancelOutcome.ALREADY_COMPLETED && wasCancelled(request);
        return cancelledBefore ? CancelOutcome.CANCELLED : outcome;
    }

    private boolean wasCancelled(QueuedRequest request) {
        try {
            queue.result(request);
            return false;
        } catch (GenerationCancelledException e) {
            return true;
        } catch (FalException e) {
            return false; // then fal's own word stands
        }
    }

    private Optional<Claim> readIfPossible(String id) {
        try {
            return claims.read(VideoKeys.checkedId(id));
        } catch (AwsUnavailableException e) {
            // The cancel matters more than its record: the request goes on costing money.
            LOG.log(Level.WARNING, "claim not read id=" + id + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Output output(CancelOutcome outcome, String requestId) {
        String request = requestId == null ? "(id unknown)" : requestId;
        String message =
                switch (outcome) {
                    case CANCELLED -> Messages.cancelled(request);
                    case CANCELLATION_REQUESTED -> Messages.cancellationRequested(request);
                    case ALREADY_COMPLETED -> Messages.alreadyCompleted(request);
                    case NOT_FOUND -> Messages.notFound(request);
                };
        return new Output(outcome.name(), message);
    }
}
