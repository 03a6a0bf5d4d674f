package io.github.falvideo.local.cli.videos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A film in the folder of the person who asked for it. */
public final class VideoFile {
    private VideoFile() {}

    /**
     * Saves a film, over whatever has its name. It is there whole or not at all, also when the process is interrupted.
     *
     * @param film read to its end and not closed
     * @param folder made if missing
     * @return the absolute path
     */
    public static Path save(InputStream film, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path part = folder.resolve("." + name + ".part");
        part.toFile().deleteOnExit();
        try {
            Files.copy(film, part, StandardCopyOption.REPLACE_EXISTING);
            Path file = folder.resolve(name).toAbsolutePath().normalize();
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
