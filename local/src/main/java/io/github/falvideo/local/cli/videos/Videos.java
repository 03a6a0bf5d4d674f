package io.github.falvideo.local.cli.videos;

import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.video.VideoKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/** Videos of one application, through the same AWS APIs whether it is deployed or embedded. */
public final class Videos {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final SfnClient stepFunctions;
    private final S3Client s3;
    private final String bucket;
    private final String stateMachineArn;
    private final StatusFile statusFile;
    private final Waiting waiting;

    /** The caller closes the clients. */
    public Videos(SfnClient stepFunctions, S3Client s3, String bucket, String stateMachineArn, Waiting waiting) {
        this.stepFunctions = stepFunctions;
        this.s3 = s3;
        this.bucket = bucket;
        this.stateMachineArn = stateMachineArn;
        this.statusFile = new StatusFile(s3, bucket);
        this.waiting = waiting;
    }

    /** Puts a file where a request can name it; gives its {@code s3://} URL. */
    public String upload(Path file, String name, String contentType) {
        String key = "uploads/" + UUID.randomUUID() + "/" + name;
        s3.putObject(request -> request.bucket(bucket).key(key).contentType(contentType), RequestBody.fromFile(file));
        return "s3://" + bucket + "/" + key;
    }

    /** Starts an execution; its name is the id. */
    public void start(String id, String request) {
        stepFunctions.startExecution(
                start -> start.stateMachineArn(stateMachineArn).name(id).input(request));
    }

    /** The fields of {@code status.json}; empty before the first poll. */
    public Map<String, Object> status(String id) {
        return statusFile.read(id);
    }

    /** What Step Functions says of it; ExecutionDoesNotExistException when it was never started. */
    public DescribeExecutionResponse execution(String id) {
        return stepFunctions.describeExecution(describe -> describe.executionArn(executionArn(id)));
    }

    /**
     * Stops the execution, and waits until the rule that hears of it has cancelled the request at fal and written down how that went.
     *
     * @return the last status.json; not settled when the patience was over before
     */
    public Map<String, Object> stop(String id, Duration patience) throws InterruptedException {
        stepFunctions.stopExecution(
                stop -> stop.executionArn(executionArn(id)).error("Cancelled").cause("Cancelled by the user."));
        Instant limit = waiting.now().plus(patience);
        Map<String, Object> status = status(id);
        while (!StatusFile.isSettled(status) && waiting.now().isBefore(limit)) {
            waiting.sleep(LOOK);
            status = status(id);
        }
        return status;
    }

    /** Copies the finished video into a folder; gives the file, {@code {id}.mp4}. */
    public Path save(String id, Path folder) throws IOException {
        try (var video = s3.getObject(get -> get.bucket(bucket).key(VideoKeys.video(id)))) {
            return VideoFile.save(video, folder, VideoKeys.downloadName(id));
        }
    }

    private String executionArn(String id) {
        return stateMachineArn.replace(":stateMachine:", ":execution:") + ":" + id;
    }
}
