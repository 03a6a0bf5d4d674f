package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.Problem;
import java.beans.ConstructorProperties;
import java.util.List;

/** Cancels a video at fal: by its id, by its cancel URL, or because its execution was stopped. */
public final class CancelHandler implements RequestHandler<CancelHandler.Input, CancelHandler.Output> {
    private final Cancellation cancellation;
    private final StoppedExecution stoppedExecution;

    public CancelHandler() {
        this(Components.fromEnvironment());
    }

    public CancelHandler(Components components) {
        this.cancellation = new Cancellation(components);
        this.stoppedExecution = new StoppedExecution(components, cancellation);
    }

    /**
     * A job of which {@code id} or {@code cancelUrl} is known, or EventBridge's "Step Functions Execution Status Change".
     *
     * @param id the execution's name; of an EventBridge event its own id, which says nothing
     * @param detail only of an EventBridge event
     */
    public record Input(
            String id,
            String model,
            String requestId,
            String statusUrl,
            String responseUrl,
            String cancelUrl,
            Detail detail) {
        @ConstructorProperties({"id", "model", "requestId", "statusUrl", "responseUrl", "cancelUrl", "detail"})
        public Input {}

        private Job job() {
            return new Job(id, model, requestId, statusUrl, responseUrl, cancelUrl);
        }
    }

    /**
     * @param name the execution's name
     * @param status RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED
     * @param stopDate milliseconds since 1970
     */
    public record Detail(String name, String status, Long stopDate) {
        @ConstructorProperties({"name", "status", "stopDate"})
        public Detail {}
    }

    /**
     * @param outcome CANCELLED, CANCELLATION_REQUESTED, ALREADY_COMPLETED or NOT_FOUND; null when an execution that ended
     *     has left nothing to cancel
     * @param message for the user; it never says that nothing was charged
     */
    public record Output(String outcome, String message) {}

    /**
     * @throws io.github.falvideo.video.SubmissionInProgressException when it is being submitted at this moment
     * @throws io.github.falvideo.fal.FalException when fal gives none of its answers
     */
    @Override
    public Output handleRequest(Input input, Context context) {
        if (input.detail() != null) {
            return stoppedExecution.settle(input.detail());
        }
        if (input.cancelUrl() != null) {
            return cancellation.cancel(input.job());
        }
        if (input.id() != null) {
            return cancellation.cancel(input.id());
        }
        throw new InvalidRequestException(List.of(new Problem("id", "is required, or cancelUrl")));
    }
}
