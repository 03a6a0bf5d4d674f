package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.Claims;
import io.github.falvideo.aws.InputUrls;
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
import io.github.falvideo.video.VideoKeys;
import io.github.falvideo.video.VideoRequest;
import java.beans.ConstructorProperties;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Checks a request and submits it to fal, at most once for one id. */
public final class SubmitHandler implements RequestHandler<SubmitHandler.Input, SubmitHandler.Output> {
    private static final System.Logger LOG = System.getLogger(SubmitHandler.class.getName());

    private final Components components;
    private final Claims claims;
    private final InputUrls inputUrls;
    private final FalQueue queue;

    public SubmitHandler() {
        this(Components.fromEnvironment());
    }

    public SubmitHandler(Components components) {
        this.components = components;
        this.claims = components.claims();
        this.inputUrls = components.inputUrls();
        this.queue = components.queue();
    }

    /** @param request any JSON; see {@link VideoRequest} for what is accepted */
    public record Input(String id, Object request) {
        @ConstructorProperties({"id", "request"})
        public Input {}
    }

    /**
     * @param queuePosition number of requests ahead; null when fal did not say
     * @param submittedAt ISO 8601
     * @param timeoutSeconds as requested, or the default; so is the next
     */
    public record Output(
            String id,
            String model,
            String requestId,
            String statusUrl,
            String responseUrl,
            String cancelUrl,
            Integer queuePosition,
            String message,
            String submittedAt,
            long timeoutSeconds,
            boolean cancelOnTimeout) {}

    /**
     * @throws io.github.falvideo.video.InvalidRequestException with every problem; nothing was claimed or sent
     * @throws SubmissionInProgressException when another copy may be sending; try again
     * @throws SubmissionUncertainException when a submit was sent and its answer is lost; it is never sent again
     */
    @Override
    public Output handleRequest(Input input, Context context) {
        Configuration configuration = components.configuration();
        String id = VideoKeys.checkedId(input.id());
        VideoRequest request = VideoRequest.parse(
                input.request(), configuration.bucket(), configuration.fal().allowLoopback());
        Map<String, Object> fetchable = inputUrls.fetchable(request);
        components.falKey().get(); // a key that cannot be read must not leave a claim behind
        Claims.Claim claim = claims.claim(id, request.model());
        Submission submission = claim.own() ? submit(claim, fetchable) : answered(claim.submission());
        return output(submission, request);
    }

    private Submission submit(Claims.Claim claim, Map<String, Object> input) {
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

    private static Output output(Submission submission, VideoRequest request) {
        return new Output(
                submission.id(),
                submission.model(),
                submission.requestId(),
                submission.statusUrl(),
                submission.responseUrl(),
                submission.cancelUrl(),
                submission.queuePosition(),
                Messages.inQueue(submission.queuePosition()),
                String.valueOf(submission.submittedAt()),
                request.timeout().toSeconds(),
                request.cancelOnTimeout());
    }
}
