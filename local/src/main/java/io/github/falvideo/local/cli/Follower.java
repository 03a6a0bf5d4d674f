package io.github.falvideo.local.cli;

import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.local.cli.display.Display;
import io.github.falvideo.local.cli.videos.Videos;
import io.github.falvideo.local.cli.videos.Waiting;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.VideoStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Watches one video until its execution has ended. */
final class Follower {
    private final Videos videos;
    private final Display display;
    private final Waiting waiting;
    private final Duration interval;

    Follower(Videos videos, Display display, Waiting waiting, Duration interval) {
        this.videos = videos;
        this.display = display;
        this.waiting = waiting;
        this.interval = interval;
    }

    /**
     * Shows every poll, and waits for the end.
     *
     * @return the last status.json; where that could not be written, what the execution itself says
     */
    Map<String, Object> follow(String id) throws InterruptedException {
        Object shown = null;
        while (true) {
            DescribeExecutionResponse execution = videos.execution(id);
            Map<String, Object> status = videos.status(id);
            boolean ended = StatusFile.isSettled(status);
            if (!ended && !Objects.equals(status.get("polls"), shown)) {
                display.poll(status);
                shown = status.get("polls");
            }
            if (execution.status() != ExecutionStatus.RUNNING && (ended || isOver(execution))) {
                Map<String, Object> last = ended ? status : fromExecution(execution, status);
                if (isMade(last) && !Objects.equals(last.get("polls"), shown)) {
                    display.poll(completed(last)); // the end has overtaken the report of the last poll
                }
                return last;
            }
            waiting.sleep(interval);
        }
    }

    // A stopped execution is not over before the cancel has written what fal said.
    private static boolean isOver(DescribeExecutionResponse execution) {
        return execution.status() == ExecutionStatus.SUCCEEDED || execution.status() == ExecutionStatus.FAILED;
    }

    private static boolean isMade(Map<String, Object> status) {
        return VideoStatus.SUCCEEDED.name().equals(status.get("status"));
    }

    private static Map<String, Object> completed(Map<String, Object> last) {
        Map<String, Object> status = new LinkedHashMap<>(last);
        status.put("status", VideoStatus.DOWNLOADING.name());
        status.put("message", Messages.COMPLETE);
        return status;
    }

    private static Map<String, Object> fromExecution(DescribeExecutionResponse execution, Map<String, Object> last) {
        Map<String, Object> status = new LinkedHashMap<>(last);
        boolean made = execution.status() == ExecutionStatus.SUCCEEDED;
        boolean late = "TimedOut".equals(execution.error());
        status.put("status", (made ? VideoStatus.SUCCEEDED : late ? VideoStatus.TIMED_OUT : VideoStatus.FAILED).name());
        status.put("message", made ? execution.output() : execution.cause());
        return status;
    }
}
