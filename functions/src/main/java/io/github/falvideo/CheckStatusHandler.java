package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.fal.FalQueue;
import io.github.falvideo.fal.QueueStatus;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.Progress;
import java.util.List;
import java.util.OptionalInt;

/** Asks fal once how a video is getting on. */
public final class CheckStatusHandler implements RequestHandler<Job, CheckStatusHandler.Output> {
    private final FalQueue queue;

    public CheckStatusHandler() {
        this(Components.fromEnvironment());
    }

    public CheckStatusHandler(Components components) {
        this.queue = components.queue();
    }

    /**
     * @param status IN_QUEUE, IN_PROGRESS or COMPLETED, which is the end and not yet success
     * @param queuePosition number of requests ahead, only while IN_QUEUE
     * @param progress percent, only when the logs tell it
     * @param logs the last few lines, bounded; never null
     * @param error what fal says went wrong, only when COMPLETED
     * @param errorType fal's word for it
     * @param message for the user
     */
    public record Output(
            String status,
            Integer queuePosition,
            Integer progress,
            List<String> logs,
            String error,
            String errorType,
            String message) {

        /** What fal's answer means for the user. */
        public static Output of(QueueStatus answer) {
            OptionalInt progress = Progress.percent(answer.logs());
            String error = answer.error() == null ? answer.errorType() : answer.error();
            return new Output(
                    answer.status().name(),
                    answer.queuePosition(),
                    progress.isPresent() ? (Integer) progress.getAsInt() : null,
                    answer.logs(),
                    error,
                    answer.errorType(),
                    switch (answer.status()) {
                        case IN_QUEUE -> Messages.inQueue(answer.queuePosition());
                        case IN_PROGRESS -> Messages.GENERATING;
                        case COMPLETED -> error == null ? Messages.COMPLETE : Messages.ENDED_WITH_ERROR;
                    });
        }
    }

    @Override
    public Output handleRequest(Job job, Context context) {
        return Output.of(queue.status(job.request()));
    }
}
