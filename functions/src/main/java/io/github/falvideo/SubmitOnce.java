package io.github.falvideo;

import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.Claims;
import io.github.falvideo.fal.FalQueue;
import io.github.falvideo.fal.NotTakenException;
import io.github.falvideo.fal.RequestRefusedException;
import io.github.falvideo.fal.SubmissionUncertainException;
import io.github.falvideo.fal.SubmittedRequest;
import io.github.falvideo.fal.UnsafeUrlException;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.Submission;
import io.github.falvideo.video.SubmissionCancelledException;
import io.github.falvideo.video.SubmissionInProgressException;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Sends one video to fal at most once, however often and by however many it is asked to: who holds the claim sends. */
final class SubmitOnce {
    private static final System.Logger LOG = System.getLogger(SubmitOnce.class.getName());

    private final Components components;
    private final Claims claims;
    private final FalQueue queue;

    SubmitOnce(Components components) {
        this.components = components;
        this.claims = components.claims();
        this.queue = components.queue();
    }

    /**
     * The answered submission of this video: sent now, or found.
     *
     * @throws SubmissionInProgressException when another copy may be sending; try again
     * @throws SubmissionUncertainException when it was sent and its answer is lost; it is never sent again
     * @throws SubmissionCancelledException when its execution was stopped before it was sent
     */
    Submission submit(String id, String model, Map<String, Object> input) {
        components.falKey().get(); // a key that cannot be read must not leave a claim behind
        Claims.Claim claim = claims.claim(id, model);
        return claim.own() ? send(claim, input) : answered(claim.submission());
    }

    private Submission send(Claims.Claim claim, Map<String, Object> input) {
        SubmittedRequest reply;
        try {
            reply = queue.submit(claim.submission().model(), input);
        } catch (NotTakenException | RequestRefusedException | UnsafeUrlException e) {
            giveUp(claim, e);
            throw e;
        }
        Submission submission = claim.submission()
                .answered(
                        reply.requestId(),
                        reply.statusUrl(),
                        reply.responseUrl(),
                        reply.cancelUrl(),
                        reply.queuePosition(),
                        components.clock().instant());
        LOG.log(Level.INFO, "submitted id=" + submission.id() + " request=" + submission.requestId());
        try {
            claims.answer(submission);
        } catch (AwsUnavailableException e) {
            // The video runs: the execution carries the answer on, and this line names the request.
            LOG.log(Level.ERROR, "answer not stored id=" + submission.id() + " request=" + submission.requestId());
        }
        return submission;
    }

    private void giveUp(Claims.Claim claim, RuntimeException reason) {
        try {
            claims.remove(claim);
        } catch (AwsUnavailableException e) {
            // The claim then stands for a video that fal has not taken: lost for this id, never doubled.
            reason.addSuppressed(e);
            LOG.log(Level.WARNING, "claim not removed id=" + claim.submission().id());
        }
    }

    private Submission answered(Submission found) {
        if (found.isAnswered()) {
            return found;
        }
        if (found.cancel() != null) {
            throw new SubmissionCancelledException(found.id());
        }
        if (components.isBeingSubmitted(found)) {
            throw new SubmissionInProgressException(found.id());
        }
        throw new SubmissionUncertainException(Messages.uncertain(found.id()), null, null);
    }
}
