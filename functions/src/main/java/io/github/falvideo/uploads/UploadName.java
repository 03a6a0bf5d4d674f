package io.github.falvideo.uploads;

import io.github.falvideo.aws.UploadedFiles.UploadedFile;
import io.github.falvideo.video.MediaKind;
import io.github.falvideo.video.UploadLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A key under {@code uploads/}, taken apart.
 *
 * @param stem what files that belong together share: folders and name, {@code uploads/a/b/NAME}
 * @param suffix without the dot, in lower case; empty when there is none
 */
record UploadName(String stem, String suffix) {
    private static final int READABLE = 47;
    private static final int HEX = 32;

    /** What such a file is for. */
    enum Role {
        REQUEST,
        OPTIONS,
        PICTURE,
        VOICE,
        TEXT,
        UNKNOWN
    }

    /** Empty for what is no upload: another place, a folder, a hidden file. */
    static Optional<UploadName> of(String key) {
        String file = key.substring(key.lastIndexOf('/') + 1);
        if (!key.startsWith(UploadLimits.FOLDER) || file.isEmpty() || file.startsWith(".")) {
            return Optional.empty();
        }
        String folder = key.substring(0, key.length() - file.length());
        int dot = file.toLowerCase(Locale.ROOT).endsWith(".options.json")
                ? file.length() - ".options.json".length()
                : file.lastIndexOf('.');
        return Optional.of(
                dot < 0
                        ? new UploadName(key, "")
                        : new UploadName(
                                folder + file.substring(0, dot),
                                file.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    Role role() {
        Optional<MediaKind> kind = MediaKind.ofSuffix(suffix);
        if (kind.isPresent()) {
            return kind.get() == MediaKind.IMAGE ? Role.PICTURE : Role.VOICE;
        }
        return switch (suffix) {
            case "json" -> Role.REQUEST;
            case "options.json" -> Role.OPTIONS;
            case "txt" -> Role.TEXT;
            default -> Role.UNKNOWN;
        };
    }

    /**
     * The video of these files: the readable end of the name, and a digest of the whole name and of each file's key and
     * version. So the same versions give the same id, whatever arrived first and how often.
     */
    String id(List<UploadedFile> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(stem.getBytes(StandardCharsets.UTF_8));
            for (UploadedFile file : files) {
                digest.update(("\n" + file.key() + "\n" + file.etag()).getBytes(StandardCharsets.UTF_8));
            }
            String name = stem.substring(UploadLimits.FOLDER.length()).replaceAll("[^A-Za-z0-9._-]", "-");
            String readable = name.substring(Math.max(0, name.length() - READABLE));
            return readable + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, HEX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
