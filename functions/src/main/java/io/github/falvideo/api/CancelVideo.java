package io.github.falvideo.api;

import io.github.falvideo.api.ApiParts.CancelAnswer;
import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.fal.FalException;
import io.github.falvideo.video.SubmissionInProgressException;
import io.github.falvideo.video.VideoStatus;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code DELETE /videos/{id}}: cancels at fal first and then stops the execution, so that a video which fal had completed
 * goes on to its end: it is paid for. Doing it twice does no harm.
 */
final class CancelVideo implements Route.Endpoint {
    private static final System.Logger LOG = System.getLogger(CancelVideo.class.getName());

    private final ApiParts parts;
    private final Links links;

    CancelVideo(ApiParts parts, Links links) {
        this.parts = parts;
        this.links = links;
    }

    @Override
    public ApiReply answer(ApiRequest request, String id) {
        Map<String, Object> told = parts.statusFile().read(id);
        if (told.isEmpty()
                && parts.claims().read(id).isEmpty()
                && !parts.executions().exists(id)) {
            throw ApiProblem.noVideo(id);
        }
        // After a deadline fal may still be at work, and bill it: that can be cancelled, other ends cannot.
        boolean timedOut = VideoStatus.TIMED_OUT.name().equals(told.get("status"));
        if (StatusFile.isSettled(told) && !timedOut) {
            throw new ApiProblem(409, "Video " + id + " has ended already: " + told.get("status") + ".");
        }
        CancelAnswer answer = cancel(id);
        if (answer.outcome().equals("ALREADY_COMPLETED")) {
            throw new ApiProblem(
                    409,
                    timedOut
                            ? answer.message()
                            : "Too late to cancel: fal has already completed it. The video goes on to its end.");
        }
        parts.executions().stop(id, "Cancelled through the API.");
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", id);
        content.put("outcome", answer.outcome());
        content.put("message", answer.message());
        content.put("links", links.of(id));
        return ApiReply.json(202, content).with("Location", links.path(id));
    }

    private CancelAnswer cancel(String id) {
        try {
            return parts.cancel().apply(id);
        } catch (SubmissionInProgressException e) {
            // Whoever comes after a stopped execution waits for fal's answer and cancels then.
            return new CancelAnswer(
                    "SUBMISSION_IN_PROGRESS",
                    "Video " + id
                            + " is being submitted at this moment. Its execution is stopped, and the request will be"
                            + " cancelled as soon as fal has answered; the video's status tells how that ends.");
        } catch (FalException e) {
            LOG.log(Level.WARNING, "not cancelled id=" + id + " request=" + e.requestId());
            if (e.retryable()) {
                throw new ApiProblem(
                        503,
                        "fal gave no answer to the cancel. The video goes on, unless fal has heard it. Try again.",
                        Map.of("Retry-After", "5"));
            }
            throw new ApiProblem(502, "fal did not cancel it, and the video goes on. " + e.getMessage());
        }
    }
}
