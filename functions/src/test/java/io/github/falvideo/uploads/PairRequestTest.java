package io.github.falvideo.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.aws.UploadedFiles.UploadedFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairRequestTest {
    private static final UploadedFile PICTURE = new UploadedFile("uploads/a.png", "1", 100L << 20);

    private final PairRequest requests = new PairRequest(file -> Map.of(), file -> "hello", "my-videos");

    @Test
    void shouldTakeFilesOf100MiBAndNoLarger() {
        UploadedFile voice = new UploadedFile("uploads/a.mp3", "2", (100L << 20) + 1);

        assertThat(requests.of(List.of(PICTURE), List.of(new UploadedFile("uploads/a.wav", "2", 1)), List.of()))
                .isEqualTo(Map.of(
                        "input",
                        Map.of(
                                "image_url", "s3://my-videos/uploads/a.png",
                                "audio_url", "s3://my-videos/uploads/a.wav")));
        assertThatThrownBy(() -> requests.of(List.of(PICTURE), List.of(voice), List.of()))
                .hasMessageEndingWith("uploads/a.mp3: must be at most 104857600 bytes long, not 104857601");
    }
}
