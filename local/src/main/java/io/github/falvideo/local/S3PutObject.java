package io.github.falvideo.local;

import io.github.falvideo.local.asl.TaskCall;
import io.github.falvideo.local.asl.TaskFailure;
import io.github.falvideo.local.asl.TaskResource;
import io.github.falvideo.local.asl.json.Json;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The Task resource {@code arn:aws:states:::aws-sdk:s3:putObject}: {@code Bucket}, {@code Key}, {@code ContentType} and a
 * {@code Body} of any JSON, which is stored as JSON text. Errors are named {@code S3.…} as Step Functions names those of an SDK call.
 */
final class S3PutObject implements TaskResource {
    static final String RESOURCE = "arn:aws:states:::aws-sdk:s3:putObject";

    private final S3Client s3;

    S3PutObject(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public CompletionStage<Object> run(TaskCall call) {
        Map<?, ?> arguments = (Map<?, ?>) call.arguments();
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket((String) arguments.get("Bucket"))
                .key((String) arguments.get("Key"))
                .contentType((String) arguments.get("ContentType"))
                .build();
        try {
            String eTag = s3.putObject(request, RequestBody.fromString(Json.text(arguments.get("Body"))))
                    .eTag();
            return CompletableFuture.completedFuture(Map.of("ETag", String.valueOf(eTag)));
        } catch (S3Exception e) {
            throw new TaskFailure("S3." + e.getClass().getSimpleName(), e.getMessage());
        } catch (SdkClientException e) {
            throw new TaskFailure("S3.SdkClientException", e.getMessage());
        }
    }
}
