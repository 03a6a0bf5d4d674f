package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.fal.FalException;
import io.github.falvideo.fal.FalQueue;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.GenerationCancelledException;
import io.github.falvideo.fal.GenerationFailedException;
import io.github.falvideo.fal.UnsafeUrlException;

/** Fetches what the model has answered: a video, or why there is none. */
public final class FetchResultHandler implements RequestHandler<CompletedJob, FetchResultHandler.Output> {
    private final FalQueue queue;

    public FetchResultHandler() {
        this(Components.fromEnvironment());
    }

    public FetchResultHandler(Components components) {
        this.queue = components.queue();
    }

    /** @param video where it lies; only its URL is sure */
    public record Output(GeneratedVideo video) {}

    /**
     * @throws FalException {@code ResultNotReady} and {@code FalUnavailable} are worth another try; {@code
     *     GenerationFailed}, {@code GenerationCancelled} and {@code ResultGone} are ends
     */
    @Override
    public Output handleRequest(CompletedJob job, Context context) {
        try {
            return new Output(queue.result(job.request()));
        } catch (GenerationCancelledException | UnsafeUrlException e) {
            throw e;
        } catch (FalException e) {
            // A status that has told the error knows more than a result that is not there.
            boolean silent = !(e instanceof GenerationFailedException failed) || failed.detail() == null;
            throw job.statusError() != null && silent ? failure(job, e) : e;
        }
    }

    private static FalException failure(CompletedJob job, FalException cause) {
        String error = job.statusError();
        String type = job.statusErrorType();
        boolean cancelled = "client_cancelled".equals(type) || "client_cancelled".equals(error);
        return cancelled
                ? new GenerationCancelledException("The request was cancelled at fal.", job.requestId(), cause)
                : new GenerationFailedException(
                        "fal could not make this video: " + error, job.requestId(), type, error, cause);
    }
}
