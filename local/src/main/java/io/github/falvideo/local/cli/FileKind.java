package io.github.falvideo.local.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of files that fal takes, told by how they begin, not by their names. */
enum FileKind {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg"),
    GIF("image/gif", "gif"),
    WEBP("image/webp", "webp"),
    AVIF("image/avif", "avif"),
    MP3("audio/mpeg", "mp3"),
    WAV("audio/wav", "wav"),
    OGG("audio/ogg", "ogg"),
    M4A("audio/mp4", "m4a"),
    AAC("audio/aac", "aac");

    /** How much of a file {@link #of} wants to see. */
    static final int BEGINNING = 16;

    private final String contentType;
    private final List<String> suffixes;

    FileKind(String contentType, String... suffixes) {
        this.contentType = contentType;
        this.suffixes = List.of(suffixes);
    }

    String contentType() {
        return contentType;
    }

    boolean isImage() {
        return contentType.startsWith("image/");
    }

    /** The suffix that fal knows this kind by. */
    String suffix() {
        return suffixes.get(0);
    }

    boolean hasSuffix(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return suffixes.stream().anyMatch(suffix -> lower.endsWith("." + suffix));
    }

    /** @param beginning the first bytes of a file */
    static Optional<FileKind> of(byte[] beginning) {
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG")) {
            return Optional.of(PNG);
        }
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (text.startsWith("GIF8")) {
            return Optional.of(GIF);
        }
        if (text.startsWith("RIFF")) {
            return text.startsWith("WEBP", 8)
                    ? Optional.of(WEBP)
                    : text.startsWith("WAVE", 8) ? Optional.of(WAV) : Optional.empty();
        }
        if (text.startsWith("ftyp", 4)) {
            return text.startsWith("avi", 8) ? Optional.of(AVIF) : Optional.of(M4A);
        }
        if (text.startsWith("OggS")) {
            return Optional.of(OGG);
        }
        if (text.startsWith("ADIF") || isAdts(beginning)) {
            return Optional.of(AAC);
        }
        if (text.startsWith("ID3") || isMpegFrame(beginning)) {
            return Optional.of(MP3);
        }
        return Optional.empty();
    }

    private static boolean isAdts(byte[] b) {
        return b.length > 1 && (b[0] & 0xff) == 0xff && (b[1] & 0xf6) == 0xf0;
    }

    private static boolean isMpegFrame(byte[] b) {
        return b.length > 1 && (b[0] & 0xff) == 0xff && (b[1] & 0xe0) == 0xe0;
    }
}
