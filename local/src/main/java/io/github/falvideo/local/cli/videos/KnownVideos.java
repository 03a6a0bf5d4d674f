package io.github.falvideo.local.cli.videos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The videos of one application, wherever it runs. */
public interface KnownVideos extends AutoCloseable {
    /** The newest first, each with {@code id}, {@code status} and {@code startedAt}. */
    List<Map<String, Object>> latest(int limit) throws IOException, InterruptedException;

    /** The fields of status.json; empty when there is no such video. */
    Optional<Map<String, Object>> status(String id) throws IOException, InterruptedException;

    /** Asks for an end; gives what came of it. */
    Cancelled cancel(String id) throws IOException, InterruptedException;

    /**
     * @param done whether the video is stopped
     * @param fields for scripts
     * @param message for a person: fal's own answer, or why not
     */
    record Cancelled(boolean done, Map<String, Object> fields, String message) {}

    @Override
    default void close() {}
}
