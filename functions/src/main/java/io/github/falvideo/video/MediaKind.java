package io.github.falvideo.video;

import java.util.List;
import java.util.Locale;

/** The two kinds of file that a model is given, and the suffixes and media types that fal-queue lists for them. */
enum MediaKind {
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

    boolean hasSuffix(String suffix) {
        return suffixes.contains(suffix.toLowerCase(Locale.ROOT));
    }

    boolean hasMediaType(String mediaType) {
        return mediaTypes.contains(mediaType.toLowerCase(Locale.ROOT));
    }

    /** As in "a picture (jpg, jpeg or png)". */
    String description() {
        int last = suffixes.size() - 1;
        return noun + " (" + String.join(", ", suffixes.subList(0, last)) + " or " + suffixes.get(last) + ")";
    }
}
