package io.github.falvideo;

import io.github.falvideo.CancelHandler.Output;
import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.Claims;
import io.github.falvideo.aws.Claims.Claim;
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
import java.util.Optional;

/** Cancels one video at fal and remembers fal's answer in its claim. */
final class Cancellation {
    private static final System.Logger LOG = System.getLogger(Cancellation.class.getName());

    private final Components components;
    private final Claims claims;
    private final FalQueue queue;

    Cancellation(Components components) {
        this.components = components;
        this.claims = components.claims();
        this.queue = components.queue();
    }

    /** By what the claim of this id says. */
    Output cancel(String id) {
        Optional<Claim> claim = claims.read(VideoKeys.checkedId(id));
        return claim.isPresent()
                ? cancel(claim.get())
                : new Output(CancelOutcome.NOT_FOUND.name(), Messages.notSubmitted(id));
    }

    /** By a job that the caller knows; its claim, if there is an id, is only needed to remember the answer. */
    Output cancel(Job job) {
        Optional<Claim> claim = job.id() == null ? Optional.empty() : readIfPossible(job.id());
        return claim.filter(found -> found.submission().isAnswered())
                .map(this::cancel)
                .orElseGet(() -> output(atFal(job.request()), job.requestId()));
    }

    /**
     * By a claim.
     *
     * @throws SubmissionInProgressException when it has no answer and may still get one
     */
    Output cancel(Claim claim) {
        Submission submission = claim.submission();
        if (submission.isAnswered()) {
            return output(answerFor(claim), submission.requestId());
        }
        if (submission.cancel() != null) {
            return new Output(CancelOutcome.NOT_FOUND.name(), Messages.notSubmitted(submission.id()));
        }
        if (components.isBeingSubmitted(submission)) {
            throw new SubmissionInProgressException(submission.id());
        }
        return new Output(CancelOutcome.NOT_FOUND.name(), Messages.uncertain(submission.id()));
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
