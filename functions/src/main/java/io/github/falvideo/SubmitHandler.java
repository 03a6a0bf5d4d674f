package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.aws.InputUrls;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.Submission;
import io.github.falvideo.video.VideoKeys;
import io.github.falvideo.video.VideoRequest;
import java.beans.ConstructorProperties;

/** Checks a request and submits it to fal, at most once for one id. */
public final class SubmitHandler implements RequestHandler<SubmitHandler.Input, SubmitHandler.Output> {
    private final Configuration configuration;
    private final InputUrls inputUrls;
    private final SubmitOnce once;

    public SubmitHandler() {
        this(Components.fromEnvironment());
    }

    public SubmitHandler(Components components) {
        this.configuration = components.configuration();
        this.inputUrls = components.inputUrls();
        this.once = new SubmitOnce(components);
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
            boolean cancelOnTimeout) {
        private static Output of(Submission submission, VideoRequest request) {
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

    /**
     * @throws io.github.falvideo.video.InvalidRequestException with every problem; nothing was claimed or sent
     * @throws RuntimeException as {@link SubmitOnce#submit} says
     */
    @Override
    public Output handleRequest(Input input, Context context) {
        String id = VideoKeys.checkedId(input.id());
        VideoRequest request = VideoRequest.parse(
                input.request(), configuration.bucket(), configuration.fal().allowLoopback());
        return Output.of(once.submit(id, request.model(), inputUrls.fetchable(request)), request);
    }
}
