package io.github.falvideo.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 0", "FAILED, 3", "TIMED_OUT, 4", "CANCELLED, 130"})
    void shouldTellTheShell(String status, int exitCode) {
        assertThat(Ending.of(Map.of("status", status, "message", "")).exitCode())
                .isEqualTo(exitCode);
    }

    @Test
    void shouldTellTheShellOfABadRequest() {
        assertThat(Ending.of(Map.of("status", "FAILED", "error", Map.of("name", "InvalidRequest")))
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void shouldSayHowToLookAgainAfterATimeout() {
        Ending ending = Ending.of(Map.of(
                "status", "TIMED_OUT",
                "requestId", "r-1",
                "message",
                        "Generation is taking longer than expected. Your request ID is: r-1\n"
                                + "You can check the status manually or try again later."));

        assertThat(ending.lines())
                .containsExactly(
                        "Generation is taking longer than expected. Your request ID is: r-1",
                        "You can check the status manually or try again later.",
                        "  ./video status r-1",
                        "  ./video resume r-1");
    }

    @Test
    void shouldSayWhereTheFileLies() {
        Ending ending = Ending.of(Map.of(
                        "status", "SUCCEEDED",
                        "message", "Saved to s3://videos/…",
                        "video", Map.of("sizeText", "1.2 MB", "hostedUrl", "https://v3b.fal.media/x.mp4")))
                .savedAs(Path.of("/films/a.mp4"));

        assertThat(ending.lines())
                .containsExactly("Saved to /films/a.mp4 (1.2 MB)", "Hosted at https://v3b.fal.media/x.mp4");
        assertThat(ending.status()).containsEntry("file", "/films/a.mp4");
    }
}
