package io.github.falvideo.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsFolderTest {
    @TempDir
    Path bucket;

    private final List<String> told = new ArrayList<>();
    private boolean broken;
    private UploadsFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = new UploadsFolder(bucket, bucket.resolve("uploads"), key -> {
            told.add(key);
            if (broken) {
                throw new IllegalStateException("not now");
            }
        });
    }

    @Test
    void shouldTellOfAFileOnceItIsStill() throws IOException {
        Path file = write("a.png", "begin");
        folder.look();
        Files.writeString(file, " and end", StandardOpenOption.APPEND);
        folder.look();
        assertThat(told).isEmpty();

        folder.look();
        folder.look();
        assertThat(told).containsExactly("uploads/a.png");
    }

    @Test
    void shouldTellOfWhatWasThereBefore() throws IOException {
        write("deep/er/b.json", "{}");

        looks();

        assertThat(told).containsExactly("uploads/deep/er/b.json");
    }

    @Test
    void shouldTellOfANewVersion() throws IOException {
        Path file = write("a.txt", "one");
        looks();
        Files.writeString(file, "three");
        looks();

        assertThat(told).containsExactly("uploads/a.txt", "uploads/a.txt");
    }

    @Test
    void shouldTellAgainUntilItIsTaken() throws IOException {
        broken = true;
        write("a.txt", "one");
        looks();
        folder.look();
        broken = false;
        folder.look();
        folder.look();

        assertThat(told).hasSize(3).containsOnly("uploads/a.txt");
    }

    @Test
    void shouldTellOfAFileThatCameBack() throws IOException {
        Path file = write("a.txt", "one");
        looks();
        Files.delete(file);
        looks();
        write("a.txt", "one");
        looks();

        assertThat(told).hasSize(2);
    }

    @Test
    void shouldLeaveHiddenFilesAlone() throws IOException {
        write(".DS_Store", "x");

        looks();

        assertThat(told).isEmpty();
    }

    private void looks() {
        folder.look();
        folder.look();
    }

    private Path write(String name, String content) throws IOException {
        Path file = bucket.resolve("uploads").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
