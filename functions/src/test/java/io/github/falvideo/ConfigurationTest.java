package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.FalConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void shouldNeedNoMoreThanABucketAndASecret() {
        Configuration configuration =
                Configuration.from(Map.of("BUCKET_NAME", "my-videos", "FAL_KEY_SECRET_ARN", "arn:x"));

        assertThat(configuration)
                .isEqualTo(new Configuration(
                        "my-videos", "arn:x", FalConfiguration.defaults(), Duration.ofSeconds(90), null));
    }

    @Test
    void shouldReadEverythingElse() {
        Configuration configuration = Configuration.from(Map.of(
                "BUCKET_NAME", "my-videos",
                "FAL_KEY_SECRET_ARN", "arn:x",
                "FAL_QUEUE_URL", "http://127.0.0.1:8080",
                "ALLOW_LOOPBACK", "true",
                "MEDIA_HOSTS", "fal.media, *.example.com",
                "MAX_MEDIA_BYTES", "17",
                "SUBMIT_WINDOW_SECONDS", "60",
                "S3_ENDPOINT", "http://127.0.0.1:9000"));

        assertThat(configuration.fal().queue()).hasToString("http://127.0.0.1:8080");
        assertThat(configuration.fal().allowLoopback()).isTrue();
        assertThat(configuration.fal().mediaHosts()).isEqualTo(List.of("fal.media", "*.example.com"));
        assertThat(configuration.fal().maxMediaBytes()).isEqualTo(17);
        assertThat(configuration.submitWindow()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.s3Endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    }

    @Test
    void shouldTellEveryProblemAtOnce() {
        assertThatThrownBy(() -> Configuration.from(Map.of(
                        "FAL_QUEUE_URL", "http://queue.example.com",
                        "MAX_MEDIA_BYTES", "many",
                        "SUBMIT_WINDOW_SECONDS", "1m")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("BUCKET_NAME must name the application's bucket")
                .hasMessageContaining("FAL_KEY_SECRET_ARN must name the secret that holds the fal key")
                .hasMessageContaining("MAX_MEDIA_BYTES cannot be read")
                .hasMessageContaining("SUBMIT_WINDOW_SECONDS cannot be read")
                .hasMessageContaining("queue must be https");
    }
}
