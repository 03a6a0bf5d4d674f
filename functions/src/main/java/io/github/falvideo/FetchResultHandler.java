package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.fal.FalException;
import io.github.falvideo.fal.FalQueue;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.GenerationCancelledException;
import io.github.falvideo.fal.GenerationFailedException;
import io.github.falvideo.fal.QueuedRequest;
import io.github.falvideo.fal.UnsafeUrlException;
import java.beans.ConstructorProperties;

/** Fetches what the model has answered: a video, or why there is none. */
public final class FetchResultHandler implements RequestHandler<FetchResultHandler.Input, FetchResultHandler.Output> {
    private final FalQueue queue;

    public FetchResultHandler() {
        this(Components.fromEnvironment());
    }

    public FetchResultHandler(Components components) {
        this.queue = components.queue();
    }

    /**
     * The job and what its last status said.
     *
     * @param statusError {@code error} of the status, null when it told none
     * @param statusErrorType {@code errorType} of the status, null when it told none
     */
    public record Input(
            String id,
            String model,
            String requestId,
            String statusUrl,
            String responseUrl,
            String cancelUrl,
            String statusError,
            String statusErrorType) {
        @ConstructorProperties({
            "id",
            "model",
            "requestId",
            "statusUrl",
            "responseUrl",
            "cancelUrl",
            "statusError",
            "statusErrorType"
        })
        public Input {}

        private QueuedRequest queued() {
            return new QueuedRequest(model, requestId, statusUrl, responseUrl, cancelUrl);
        }
    }

    /** @param video where it lies; only its URL is sure */
    public record Output(GeneratedVideo video) {}

    /**
     * @throws FalException {@code ResultNotReady} and {@code FalUnavailable} are worth another try; {@code
     *     GenerationFailed}, {@code GenerationCancelled} and {@code ResultGone} are ends
     */
    @Override
    public Output handleRequest(Input input, Context context) {
        try {
            return new Output(queue.result(input.queued()));
        } catch (GenerationCancelledException | UnsafeUrlException e) {
            throw e;
        } catch (FalException e) {
            // A status that has told the error knows more than a result that is not there.
            boolean silent = !(e instanceof GenerationFailedException failed) || failed.detail() == null;
            throw input.statusError() != null && silent ? failure(input, e) : e;
        }
    }

    private static FalException failure(Input input, FalException cause) {
        String error = input.statusError();
        String type = input.statusErrorType();
        boolean cancelled = "client_cancelled".equals(type) || "client_cancelled".equals(error);
        return cancelled
                ? new GenerationCancelledException("The request was cancelled at fal.", input.requestId(), cause)
                : new GenerationFailedException(
                        "fal could not make this video: " + error, input.requestId(), type, error, cause);
    }
}
