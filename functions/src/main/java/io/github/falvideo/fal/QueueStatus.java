package io.github.falvideo.fal;

import java.util.List;

/**
 * One answer of fal's status call.
 *
 * @param queuePosition number of requests ahead, only while IN_QUEUE, else null
 * @param logs messages of the last few log lines, oldest first, each cut to a bounded length; never null
 * @param error what went wrong when COMPLETED is not a success, else null (fal-queue: the error may also come only as the code of the result)
 * @param errorType fal's word for the error, such as {@code runner_disconnected}, or null
 */
public record QueueStatus(State status, Integer queuePosition, List<String> logs, String error, String errorType) {
    public QueueStatus {
        logs = logs == null ? List.of() : List.copyOf(logs);
    }

    /** fal-queue: COMPLETED is the end, not success; a failed or cancelled request is COMPLETED too. */
    public enum State {
        IN_QUEUE,
        IN_PROGRESS,
        COMPLETED
    }
}
