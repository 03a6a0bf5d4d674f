package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.uploads.Uploads;
import io.github.falvideo.uploads.Uploads.Arrival;
import java.beans.ConstructorProperties;

/** Starts videos for files that arrive under {@code uploads/}: EventBridge's "Object Created" of the bucket. */
public final class UploadHandler implements RequestHandler<UploadHandler.Input, Arrival> {
    private final String bucket;
    private final Uploads uploads;

    public UploadHandler() {
        this(Components.fromEnvironment());
    }

    public UploadHandler(Components components) {
        this.bucket = components.configuration().bucket();
        this.uploads = components.uploads();
    }

    public record Input(Detail detail) {
        @ConstructorProperties("detail")
        public Input {}
    }

    public record Detail(Bucket bucket, S3Object object) {
        @ConstructorProperties({"bucket", "object"})
        public Detail {}
    }

    public record Bucket(String name) {
        @ConstructorProperties("name")
        public Bucket {}
    }

    /** @param key as it is: unlike S3's own notifications, EventBridge does not encode it */
    public record S3Object(String key) {
        @ConstructorProperties("key")
        public S3Object {}
    }

    /** @throws io.github.falvideo.aws.AwsUnavailableException so that Lambda tries again */
    @Override
    public Arrival handleRequest(Input input, Context context) {
        Detail detail = input.detail();
        return detail.bucket().name().equals(bucket)
                ? uploads.arrived(detail.object().key())
                : new Arrival(null, "This is another bucket.");
    }
}
