package io.github.falvideo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.NotConnectedException;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.fal.FalStandIn;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.FaultPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** The stand-in's storage plays fal's. */
class HostedInputsTest {
    private static final String KEY = "test:key";

    @TempDir
    Path folder;

    private final List<HttpCall> sent = new ArrayList<>();
    private FalStandIn fal;
    private LocalApplication application;

    @BeforeEach
    void start() throws IOException {
        fal = FalStandIn.start(0, StandInSettings.forPeople(KEY), new FaultPlan());
        application = LocalApplication.start(
                new LocalApplication.Settings(folder, null, StandInSettings.forPeople(KEY), new FaultPlan()));
        application
                .s3()
                .putObject(
                        put -> put.bucket(LocalApplication.BUCKET).key("uploads/a b.png"),
                        RequestBody.fromString("picture"));
    }

    @AfterEach
    void stop() {
        application.close();
        fal.close();
    }

    @Test
    void shouldBringOwnObjectsToFalsStorageAndLeaveTheRest() throws Exception {
        submit(fal.endpoint(), "a%20b.png");

        Map<?, ?> input = (Map<?, ?>) Json.parse(new String(sent.get(0).body(), StandardCharsets.UTF_8));
        assertThat(input.get("audio_url")).isEqualTo("https://example.com/a.mp3");
        assertThat(input.get("resolution")).isEqualTo("480p");
        URI hosted = URI.create((String) input.get("image_url"));
        assertThat(hosted.getPort()).isEqualTo(fal.endpoint().getPort());
        var connection = hosted.toURL().openConnection();
        assertThat(new String(connection.getInputStream().readAllBytes())).isEqualTo("picture");
        assertThat(connection.getContentType()).isEqualTo("image/png");
    }

    @Test
    void shouldSubmitNothingWhenAFileCannotBeBrought() {
        assertThatThrownBy(() -> submit(URI.create("http://127.0.0.1:1"), "a%20b.png"))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageStartingWith("uploads/a b.png could not be brought to fal");
        assertThatThrownBy(() -> submit(fal.endpoint(), "missing.png")).isInstanceOf(NotConnectedException.class);
        assertThat(sent).isEmpty();
    }

    private void submit(URI storage, String name) throws IOException {
        HostedInputs inputs = new HostedInputs(
                call -> {
                    sent.add(call);
                    return null;
                },
                new FalStorage(storage, KEY),
                application.s3(),
                application.s3Endpoint());
        String own =
                application.s3Endpoint() + "/" + LocalApplication.BUCKET + "/uploads/" + name + "?X-Amz-Signature=x";
        inputs.send(new HttpCall(
                "POST",
                URI.create("https://queue.fal.run/veed/fabric-1.0"),
                Map.of(),
                Json.text(Map.of("image_url", own, "audio_url", "https://example.com/a.mp3", "resolution", "480p"))
                        .getBytes(StandardCharsets.UTF_8),
                Duration.ofSeconds(5)));
    }
}
