package io.github.falvideo.local.cli.videos;

import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.video.VideoKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/** Videos of one application, through the same AWS APIs whether it is deployed or embedded. */
public final class Videos {
    private final SfnClient stepFunctions;
    private final S3Client s3;
    private final String bucket;
    private final String stateMachineArn;
    private final StatusFile statusFile;

    /** The caller closes the clients. */
    public Videos(SfnClient stepFunctions, S3Client s3, String bucket, String stateMachineArn) {
        this.stepFunctions = stepFunctions;
        this.s3 = s3;
        this.bucket = bucket;
        this.stateMachineArn = stateMachineArn;
        this.statusFile = new StatusFile(s3, bucket);
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

    /** Stops the execution; the rule that hears of it cancels the request at fal. */
    public void stop(String id) {
        stepFunctions.stopExecution(
                stop -> stop.executionArn(executionArn(id)).error("Cancelled").cause("Cancelled by the user."));
    }

    /** Copies the finished video into a folder; gives the file, {@code {id}.mp4}. */
    public Path save(String id, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(VideoKeys.downloadName(id));
        Path part = Files.createTempFile(folder, ".video", ".part");
        try {
            try (var video = s3.getObject(get -> get.bucket(bucket).key(VideoKeys.video(id)))) {
                Files.copy(video, part, StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private String executionArn(String id) {
        return stateMachineArn.replace(":stateMachine:", ":execution:") + ":" + id;
    }
}
