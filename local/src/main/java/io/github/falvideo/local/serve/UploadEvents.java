package io.github.falvideo.local.serve;

import io.github.falvideo.local.LambdaFunction;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** S3's "Object Created" by way of EventBridge, for one function. */
final class UploadEvents implements Consumer<String> {
    private final LambdaFunction function;
    private final String bucket;
    private final Supplier<String> ids;
    private final InstantSource clock;

    UploadEvents(LambdaFunction function, String bucket, Supplier<String> ids, InstantSource clock) {
        this.function = function;
        this.bucket = bucket;
        this.ids = ids;
        this.clock = clock;
    }

    /** Tells the function of this key; throws what the function throws. */
    @Override
    public void accept(String key) {
        String id = ids.get();
        function.invoke(
                Map.of(
                        "version", "0",
                        "id", id,
                        "detail-type", "Object Created",
                        "source", "aws.s3",
                        "account", "123456789012",
                        "time", clock.instant().toString(),
                        "region", "us-east-1",
                        "resources", List.of("arn:aws:s3:::" + bucket),
                        "detail",
                                Map.of(
                                        "version",
                                        "0",
                                        "bucket",
                                        Map.of("name", bucket),
                                        "object",
                                        Map.of("key", key),
                                        "request-id",
                                        id,
                                        "requester",
                                        "123456789012",
                                        "reason",
                                        "PutObject")),
                id);
    }
}
