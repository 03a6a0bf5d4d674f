package io.github.falvideo.aws;

import io.github.falvideo.video.VideoRequest;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Turns {@code s3://} inputs into URLs that fal can fetch, at the last moment, so that no signature is stored anywhere. */
public final class InputUrls {
    private static final System.Logger LOG = System.getLogger(InputUrls.class.getName());
    private static final Duration MARGIN = Duration.ofHours(1);

    private final S3Presigner presigner;
    private final InstantSource clock;
    private final Supplier<Optional<Instant>> credentialsEnd;

    /** @param credentialsEnd when the credentials that sign end, where that is known: no signature outlives them */
    public InputUrls(S3Presigner presigner, InstantSource clock, Supplier<Optional<Instant>> credentialsEnd) {
        this.presigner = presigner;
        this.clock = clock;
        this.credentialsEnd = credentialsEnd;
    }

    /**
     * The input as fal is given it. Presigned URLs are valid for the request's timeout and an hour, or as long as the
     * credentials live, in which case the log says so.
     */
    public Map<String, Object> fetchable(VideoRequest request) {
        Duration validity = request.timeout().plus(MARGIN);
        Map<String, Object> input = new LinkedHashMap<>(request.input());
        boolean presigned = false;
        for (String field : new String[] {"image_url", "audio_url"}) {
            String url = request.input().get(field);
            if (url != null && url.regionMatches(true, 0, "s3://", 0, 5)) {
                input.put(field, presign(url, validity));
                presigned = true;
            }
        }
        if (presigned) {
            warnIfShorter(validity);
        }
        return input;
    }

    private String presign(String uri, Duration validity) {
        int slash = uri.indexOf('/', 5);
        String bucket = uri.substring(5, slash);
        String key = uri.substring(slash + 1);
        return presigner
                .presignGetObject(presign -> presign.signatureDuration(validity)
                        .getObjectRequest(get -> get.bucket(bucket).key(key)))
                .url()
                .toString();
    }

    private void warnIfShorter(Duration validity) {
        credentialsEnd
                .get()
                .filter(end -> end.isBefore(clock.instant().plus(validity)))
                .ifPresent(end -> {
                    LOG.log(
                            Level.WARNING,
                            "presigned inputs end with the credentials, at " + end + ", not after " + validity);
                });
    }
}
