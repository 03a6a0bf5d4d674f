package io.github.falvideo.local.cli.videos;

import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.video.VideoStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The videos of a deployed application, through AWS's APIs. */
public final class StackVideos implements KnownVideos {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DeployedStack stack;
    private final Videos videos;

    public StackVideos(DeployedStack stack, Waiting waiting) {
        this.stack = stack;
        this.videos = stack.videos(waiting);
    }

    @Override
    public List<Map<String, Object>> latest(int limit) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (ExecutionListItem execution : stack.stepFunctions()
                .listExecutions(wanted ->
                        wanted.stateMachineArn(stack.stateMachineArn()).maxResults(limit))
                .executions()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("id", execution.name());
            Object told = videos.status(execution.name()).get("status");
            item.put("status", told == null ? VideoStatus.IN_QUEUE.name() : told);
            item.put("startedAt", execution.startDate().toString());
            list.add(item);
        }
        return list;
    }

    @Override
    public Optional<Map<String, Object>> status(String id) {
        return Optional.of(videos.status(id)).filter(status -> !status.isEmpty());
    }

    /** Stops the execution; the application's own rule then cancels at fal, and the status file tells how that went. */
    @Override
    public Cancelled cancel(String id) throws InterruptedException {
        Optional<Map<String, Object>> status = status(id);
        if (status.filter(StatusFile::isSettled).isPresent()) {
            return new Cancelled(
                    false,
                    status.get(),
                    "Video " + id + " has ended already: " + status.get().get("status") + ".");
        }
        Map<String, Object> last = videos.stop(id, PATIENCE);
        boolean stopped = videos.execution(id).status() == ExecutionStatus.ABORTED;
        return new Cancelled(
                stopped,
                last,
                StatusFile.isSettled(last)
                        ? String.valueOf(last.get("message"))
                        : "Its execution is stopped; what fal answered is not known yet: ./video status " + id);
    }

    @Override
    public void close() {
        stack.close();
    }
}
