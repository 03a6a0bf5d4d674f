package io.github.falvideo.video;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The two kinds of file that a model is given, and the suffixes and media types that fal-queue lists for them. */
public enum MediaKind {
    IMAGE(
            "a picture",
            List.of("jpg", "jpeg", "png", "webp", "gif", "avif"),
            List.of("image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif", "image/avif")),
    AUDIO(
            "a voice",
            List.of("mp3", "ogg", "wav", "m4a", "aac"),
            List.of(
                    "audio/mpeg",
                    "audio/mp3",
                    "audio/ogg",
                    "audio/wav",
                    "audio/x-wav",
                    "audio/wave",
                    "audio/vnd.wave",
                    "audio/mp4",
                    "audio/m4a",
                    "audio/x-m4a",
                    "audio/aac"));

    private final String noun;
    private final List<String> suffixes;
    private final List<String> mediaTypes;

    MediaKind(String noun, List<String> suffixes, List<String> mediaTypes) {
        this.noun = noun;
        this.suffixes = suffixes;
        this.mediaTypes = mediaTypes;
    }

    /** The kind of file that has this suffix, in any case and without the dot; empty when fal takes no such file. */
    public static Optional<MediaKind> ofSuffix(String suffix) {
        for (MediaKind kind : values()) {
            if (kind.hasSuffix(suffix)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The media type of a file of this kind with this suffix, such as {@code image/jpeg} for {@code jpg}. */
    public String mediaType(String suffix) {
        String lower = suffix.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "jpg" -> "image/jpeg";
            case "mp3" -> "audio/mpeg";
            case "m4a" -> "audio/mp4";
            default -> (this == IMAGE ? "image/" : "audio/") + lower;
        };
    }

    boolean hasSuffix(String suffix) {
        return suffixes.contains(suffix.toLowerCase(Locale.ROOT));
    }

    /** Whether files of this kind may carry this media type, which has no parameters. */
    public boolean hasMediaType(String mediaType) {
        return mediaTypes.contains(mediaType.toLowerCase(Locale.ROOT));
    }

    /** As in "a picture (jpg, jpeg or png)". */
    public String description() {
        int last = suffixes.size() - 1;
        return noun + " (" + String.join(", ", suffixes.subList(0, last)) + " or " + suffixes.get(last) + ")";
    }
}
