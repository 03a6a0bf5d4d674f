package io.github.falvideo.local.serve;

import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * How a data folder was served the last time. The ports matter: requests at the stand-in, and presigned URLs that were handed to it,
 * name them.
 *
 * @param real whether fal made the videos
 * @param fal the stand-in's port; 0 if there was none
 */
record LastStart(boolean real, int api, int s3, int stepFunctions, int fal) {
    private static final String FILE = "serve.json";

    static Optional<LastStart> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Map<?, ?> fields = (Map<?, ?>) Json.parse(Files.readString(file));
        return Optional.of(new LastStart(
                Boolean.TRUE.equals(fields.get("real")),
                port(fields, "api"),
                port(fields, "s3"),
                port(fields, "stepFunctions"),
                port(fields, "fal")));
    }

    void write(Path folder) throws IOException {
        Path part = Files.createTempFile(folder, ".", ".part");
        Files.writeString(
                part,
                Json.text(Map.of("real", real, "api", api, "s3", s3, "stepFunctions", stepFunctions, "fal", fal)));
        Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int port(Map<?, ?> fields, String name) {
        return ((Number) fields.get(name)).intValue();
    }
}
