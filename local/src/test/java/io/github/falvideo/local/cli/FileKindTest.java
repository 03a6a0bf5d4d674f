package io.github.falvideo.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKindTest {
    @ParameterizedTest
    @CsvSource({
        "\u0089PNG, PNG",
        "\u00ff\u00d8\u00ff\u00e0, JPEG",
        "GIF89a, GIF",
        "RIFF....WEBPVP8, WEBP",
        "RIFF....WAVEfmt, WAV",
        "....ftypavif, AVIF",
        "....ftypM4A, M4A",
        "OggS, OGG",
        "ID3, MP3",
        "\u00ff\u00fb\u0090, MP3",
        "\u00ff\u00f1\u0050, AAC",
    })
    void shouldTellAFileByItsBeginning(String beginning, FileKind kind) {
        assertThat(FileKind.of(beginning.getBytes(StandardCharsets.ISO_8859_1))).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "RIFF....AVI ", "no picture at all"})
    void shouldNotGuess(String beginning) {
        assertThat(FileKind.of(beginning.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }
}
