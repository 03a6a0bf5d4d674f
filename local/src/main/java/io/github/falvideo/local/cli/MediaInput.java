package io.github.falvideo.local.cli;

import io.github.falvideo.video.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A picture or a voice as the user names it: a URL, or a file that must be uploaded before fal can fetch it.
 *
 * @param url the URL; null for a file
 * @param file the file; null for a URL
 * @param kind what the file is; null for a URL, or when it could not be told
 */
record MediaInput(String url, Path file, FileKind kind) {

    /** A file of this kind, already known to be right. */
    static MediaInput of(Path file, FileKind kind) {
        return new MediaInput(null, file, kind);
    }

    /**
     * @param value what the user typed: {@code https://…}, {@code s3://…} or a path
     * @param field the field of the request that it is for
     * @param image whether a picture is wanted, rather than a voice
     * @param problems takes what is wrong with a file
     */
    static MediaInput parse(String value, String field, boolean image, List<Problem> problems) {
        if (value.matches("(?i)(https?|s3|data):.*")) {
            return new MediaInput(value, null, null);
        }
        Path file = Path.of(value);
        Optional<FileKind> kind = Optional.empty();
        String wanted = image ? "a picture (jpg, png, webp, gif, avif)" : "a voice recording (mp3, ogg, wav, m4a, aac)";
        if (!Files.exists(file)) {
            problems.add(new Problem(
                    field, "there is no file " + file.toAbsolutePath().normalize()));
        } else if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            problems.add(new Problem(field, "the file " + file + " cannot be read"));
        } else {
            try {
                kind = FileKind.of(beginning(file)).filter(known -> known.isImage() == image);
                if (kind.isEmpty()) {
                    problems.add(new Problem(field, "the file " + file + " is not " + wanted));
                }
            } catch (IOException e) {
                problems.add(new Problem(field, "the file " + file + " cannot be read: " + e.getMessage()));
            }
        }
        return new MediaInput(null, file, kind.orElse(null));
    }

    /** The name to upload the file under; its suffix is always one that fal knows. */
    String uploadName() {
        String name = String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
        return kind == null || kind.hasSuffix(name) ? name : name + "." + kind.suffix();
    }

    /** The URL that a request will have for it in this bucket; a URL stays what it is. */
    String planned(String bucket) {
        return file == null ? url : "s3://" + bucket + "/uploads/" + uploadName();
    }

    private static byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FileKind.BEGINNING);
        }
    }
}
