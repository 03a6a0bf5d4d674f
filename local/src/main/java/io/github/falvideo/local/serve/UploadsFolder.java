package io.github.falvideo.local.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sees the files that arrive in a folder, however they come there. A file counts when two looks in a row have found it the same,
 * so that nobody hears of one that is still being written. Each version is told at least once: again after a restart,
 * and at every look until it was taken. Not for many threads.
 */
final class UploadsFolder {
    private static final System.Logger LOG = System.getLogger(UploadsFolder.class.getName());

    private final Path root;
    private final Path folder;
    private final Consumer<String> arrived;
    private Map<Path, Version> seen = Map.of();
    private final Map<Path, Version> told = new HashMap<>();

    private record Version(long size, FileTime modified, Object file) {}

    /**
     * @param root the bucket: keys are the paths within it
     * @param folder within the bucket; made if missing
     * @param arrived takes the key; when it throws, it is told again at the next look
     */
    UploadsFolder(Path root, Path folder, Consumer<String> arrived) throws IOException {
        this.root = root;
        this.folder = Files.createDirectories(folder);
        this.arrived = arrived;
    }

    /** One look; another one should follow soon. */
    void look() {
        Map<Path, Version> now;
        try {
            now = files();
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "a file went away while it was looked at; the next look will do"); // it is normal
            return;
        }
        Map<Path, Version> before = seen;
        seen = now;
        told.keySet().retainAll(now.keySet());
        now.forEach((file, version) -> {
            if (version.equals(before.get(file)) && !version.equals(told.get(file)) && tell(file)) {
                told.put(file, version);
            }
        });
    }

    private boolean tell(Path file) {
        String key = root.relativize(file).toString().replace('\\', '/');
        try {
            arrived.accept(key);
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, key + " arrived and could not be handled, it will be tried again: " + e);
            return false;
        }
    }

    private Map<Path, Version> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .collect(Collectors.toMap(file -> file, UploadsFolder::version));
        }
    }

    private static Version version(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            return new Version(-1, FileTime.fromMillis(0), null); // gone again: never twice the same as a file
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
