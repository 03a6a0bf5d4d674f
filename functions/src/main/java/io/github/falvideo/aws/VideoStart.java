package io.github.falvideo.aws;

import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.VideoRequest;
import io.github.falvideo.video.VideoStatus;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Starts a video: its first {@code status.json}, then its execution. In this order, because whoever is told the id must
 * find the video; a file whose execution was never started belongs to an id that nobody was told, or that is tried again.
 */
public final class VideoStart {
    private final StatusFile statusFile;
    private final Executions executions;
    private final InstantSource clock;

    public VideoStart(StatusFile statusFile, Executions executions, InstantSource clock) {
        this.statusFile = statusFile;
        this.executions = executions;
        this.clock = clock;
    }

    /**
     * Starts it, unless it was started before: one execution for one id, however often and by however many.
     *
     * @return false when the id belongs to another request
     * @throws AwsUnavailableException try again with the same id
     */
    public boolean start(String id, VideoRequest request) {
        Map<String, Object> input = request.toJson();
        if (!statusFile.create(id, status(id, VideoStatus.IN_QUEUE, Messages.ACCEPTED))
                && StatusFile.isSettled(statusFile.read(id))) {
            // Step Functions forgets a name after 90 days. An end stays an end.
            return !executions.hasOtherInput(id, input);
        }
        return executions.start(id, input);
    }

    /** Writes why a video will not be started, never over another status. */
    public void refuse(String id, InvalidRequestException reason) {
        Map<String, Object> status = status(id, VideoStatus.FAILED, reason.getMessage());
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("name", "InvalidRequest");
        error.put("cause", reason.getMessage());
        status.put("error", error);
        statusFile.create(id, status);
    }

    private Map<String, Object> status(String id, VideoStatus status, String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("status", status.name());
        fields.put("message", message);
        fields.put("polls", 0);
        fields.put("updatedAt", clock.instant().toString());
        return fields;
    }
}
