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
    private static final String PENDING = "cancelPending";

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
     * The file as it lies there.
     *
     * @param etag changes with every version, in quotes
     */
    public record Told(Map<String, Object> fields, String etag) {}

    /** The file and its version; empty when there is none. */
    public Optional<Told> find(String id) {
        return objects.read(VideoKeys.status(id)).map(version -> new Told(version.fields(), version.etag()));
    }

    /**
     * Writes the first status of a video, never over another one.
     *
     * @return whether it is there now by this call; false may also be one's own write that the client has retried
     */
    public boolean create(String id, Map<String, Object> fields) {
        return objects.create(VideoKeys.status(id), fields).isPresent();
    }

    /** Whether nothing more is to be done for the video that has these fields. */
    public static boolean isSettled(Map<String, Object> fields) {
        return VideoStatus.isEnd(fields.get("status")) && !Boolean.TRUE.equals(fields.get(PENDING));
    }

    /**
     * How an execution was ended by another hand.
     *
     * @param message what happened, for the user
     * @param at when it was stopped
     * @param cancelPending whether the cancel at fal could not be settled yet and will be tried again. The file says so
     *     in the field {@code cancelPending}, and may be written once more
     */
    public record End(VideoStatus status, String message, Instant at, boolean cancelPending) {}

    /**
     * Writes an end over a status that is none, and keeps every other field of it. What {@link #isSettled} stays.
     *
     * @param known fields that the file may lack; null values are none
     * @return whether this call wrote
     */
    public boolean end(String id, End end, Map<String, Object> known) {
        String key = VideoKeys.status(id);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<JsonObjects.Version> current = objects.read(key);
            Map<String, Object> fields =
                    new LinkedHashMap<>(current.map(JsonObjects.Version::fields).orElseGet(Map::of));
            if (isSettled(fields)) {
                return false;
            }
            fields.put("id", id);
            known.forEach((field, value) -> {
                if (value != null) {
                    fields.merge(field, value, (there, ignored) -> there);
                }
            });
            fields.put("status", end.status().name());
            fields.put("message", end.message());
            fields.put("updatedAt", end.at().toString());
            if (end.cancelPending()) {
                fields.put(PENDING, true);
            } else {
                fields.remove(PENDING);
            }
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
