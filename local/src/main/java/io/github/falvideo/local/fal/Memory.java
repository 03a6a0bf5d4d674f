package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.model.Content;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a stand-in knows beyond its process. By default it forgets everything. */
interface Memory {
    Memory NONE = new Memory() {};

    /**
     * A request from an earlier life.
     *
     * @param input as it was submitted
     * @param outcome null when its work had not ended
     */
    record Remembered(Run run, String model, Map<String, Object> input, Outcome outcome) {}

    /** A file of the storage. */
    record StoredFile(String contentType, Content content) {}

    /** Every request that was accepted, oldest first. */
    default List<Remembered> requests() {
        return List.of();
    }

    /**
     * Before the reply that says so.
     *
     * @throws IOException when it could not be kept, and so must not be accepted
     */
    default void accepted(Run run, String model, Map<String, Object> input) throws IOException {}

    default void cancelled(Run run) {}

    /** The outcome, perhaps with its film in another place than the heap. */
    default Outcome ended(Run run, Outcome outcome) {
        return outcome;
    }

    default void stored(String uploadId, StoredFile file) {}

    default Optional<StoredFile> file(String uploadId) {
        return Optional.empty();
    }
}
