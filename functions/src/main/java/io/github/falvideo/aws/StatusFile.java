package io.github.falvideo.aws;

import io.github.falvideo.video.VideoKeys;
import io.github.falvideo.video.VideoStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * {@code videos/{id}/status.json}: what the user is told. The state machine writes it in the normal course; this is for
 * those who come after an execution that did not end by itself. Throws {@link AwsUnavailableException}.
 */
public final class StatusFile {
    private static final int ATTEMPTS = 5;

    private final JsonObjects objects;

    public StatusFile(S3Client s3, String bucket) {
        this.objects = new JsonObjects(s3, bucket);
    }

    /** The file's fields; empty when there is no file, or none that can be read. */
    public Map<String, Object> read(String id) {
        return objects.read(VideoKeys.status(id))
                .map(JsonObjects.Version::fields)
                .orElseGet(Map::of);
    }

    /**
     * Writes an end over a status that is none, and keeps every other field of it. An end that is already there stays.
     *
     * @param known fields that the file may lack; null values are none
     * @return whether this call wrote
     */
    public boolean end(String id, VideoStatus status, String message, Instant at, Map<String, Object> known) {
        String key = VideoKeys.status(id);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<JsonObjects.Version> current = objects.read(key);
            Map<String, Object> fields = new LinkedHashMap<>(
                    current.map(JsonObjects.Version::fields).orElseGet(Map::of));
            if (VideoStatus.isTerminal(fields.get("status"))) {
                return false;
            }
            fields.put("id", id);
            known.forEach((field, value) -> {
                if (value != null) {
                    fields.merge(field, value, (there, ignored) -> there);
                }
            });
            fields.put("status", status.name());
            fields.put("message", message);
            fields.put("updatedAt", at.toString());
            Optional<String> written = current.isPresent()
                    ? objects.replace(key, fields, current.get().etag())
                    : objects.create(key, fields);
            if (written.isPresent()) {
                return true;
            }
            // The state machine's last write came in between, or the write was one's own: read again and decide anew.
        }
        throw new AwsUnavailableException(key + " changed each time it was about to be written");
    }
}
