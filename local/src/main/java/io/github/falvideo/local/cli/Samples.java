package io.github.falvideo.local.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The built-in picture and voice, as files for as long as they are needed. */
final class Samples implements AutoCloseable {
    private final List<Path> files = new ArrayList<>();

    MediaInput portrait() throws IOException {
        return MediaInput.of(file("portrait.png"), FileKind.PNG);
    }

    MediaInput voice() throws IOException {
        return MediaInput.of(file("voice.mp3"), FileKind.MP3);
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    private Path file(String name) throws IOException {
        Path file = Files.createTempFile("sample-", "-" + name);
        files.add(file);
        try (InputStream sample = Samples.class.getResourceAsStream("/sample/" + name)) {
            Files.copy(sample, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
