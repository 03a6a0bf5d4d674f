package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.ApiBench.Answer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferUploadTest {
    private final ApiBench bench = new ApiBench();

    @Test
    void shouldSignTheTypeAndTheExactSize() {
        Answer answer = bench.post("/uploads", "{\"fileName\": \"me.PNG\", \"size\": 16024}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json())
                .containsEntry("uri", "s3://my-videos/uploads/nonce-1/me.PNG")
                .containsEntry("headers", Map.of("content-length", "16024", "content-type", "image/png"));
        assertThat(answer.json().get("uploadUrl").toString())
                .startsWith("https://my-videos.s3.eu-central-1.amazonaws.com/uploads/nonce-1/me.PNG?")
                .contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost")
                .contains("X-Amz-Expires=900");
        assertThat(Instant.parse(answer.json().get("expiresAt").toString()))
                .isBetween(Instant.now().plusSeconds(880), Instant.now().plusSeconds(901));
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void shouldMakeTheNameSafe() {
        assertThat(bench.post("/uploads", "{\"fileName\": \"mein Bild?&ü.jpg\", \"size\": 1}")
                        .json())
                .containsEntry("uri", "s3://my-videos/uploads/nonce-1/mein-Bild---.jpg");
    }

    @Test
    void shouldGiveAUriThatARequestTakes() {
        String image = uri("a.webp", "image/webp");
        String voice = uri("a.m4a", "audio/x-m4a");

        assertThat(bench.post("/videos", ApiBench.json(Map.of("input", Map.of("image_url", image, "audio_url", voice))))
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|fileName,size",
                "[]|fileName,size",
                "{\"fileName\": \"a.txt\", \"size\": 1}|fileName",
                "{\"fileName\": \"a/b.png\", \"size\": 1}|fileName",
                "{\"fileName\": \"png\", \"size\": 1}|fileName",
                "{\"fileName\": 7, \"size\": 1}|fileName",
                "{\"fileName\": \"a.png\", \"size\": 0}|size",
                "{\"fileName\": \"a.png\", \"size\": 104857601}|size",
                "{\"fileName\": \"a.png\", \"size\": 1.5}|size",
                "{\"fileName\": \"a.png\", \"size\": \"1\"}|size",
                "{\"fileName\": \"a.png\", \"size\": 1, \"contentType\": \"audio/mpeg\"}|contentType",
                "{\"fileName\": \"a.png\", \"size\": 1, \"contentType\": \"image/png\\r\\nx: y\"}|contentType",
                "{\"fileName\": \"a.png\", \"size\": 1, \"name\": \"b\"}|request"
            })
    void shouldRefuseWhatIsNoPictureAndNoVoice(String body, String fields) {
        Answer answer = bench.post("/uploads", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problems())
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly(fields.split(","));
    }

    @Test
    void shouldTakeExactly100MiB() {
        assertThat(bench.post("/uploads", "{\"fileName\": \"a.wav\", \"size\": 104857600}")
                        .status())
                .isEqualTo(201);
    }

    private String uri(String name, String type) {
        return (String) bench.post("/uploads", ApiBench.json(Map.of("fileName", name, "contentType", type, "size", 5)))
                .json()
                .get("uri");
    }
}
