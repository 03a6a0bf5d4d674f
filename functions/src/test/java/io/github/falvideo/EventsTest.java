package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.ApiBench.Answer;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.video.VideoRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples in {@code events/}: each does what its name says. */
class EventsTest {
    private static final String ID = "my-first-video";

    private final ApiBench bench =
            new ApiBench(call -> HttpReply.of(200, Map.of(), "{\"status\": \"OK\"}".getBytes(StandardCharsets.UTF_8)));

    @ParameterizedTest
    @CsvSource({
        "api-post-videos.json,202",
        "api-list-videos.json,200",
        "api-get-video.json,200",
        "api-get-file.json,302",
        "api-delete-video.json,202",
        "api-post-uploads.json,201",
        "api-get-openapi.json,200"
    })
    void shouldAnswerTheSampleCalls(String event, int status) {
        bench.submitted(ID);
        bench.status(ID, Map.of("status", "IN_PROGRESS"));
        bench.put("videos/" + ID + "/video.mp4", "film");

        Answer answer = bench.event(HandlerBench.event(event));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        Map<String, Object> fields = HandlerBench.map(HandlerBench.event(event));
        assertThat(Yaml.map(Yaml.template(), "Resources").values())
                .extracting(resource -> Yaml.map(resource, "Properties").get("RouteKey"))
                .contains(fields.get("routeKey"));
    }

    @ParameterizedTest
    @CsvSource({
        "upload-picture.json,uploads/anna/hello world.mp3,anna-hello-world-",
        "upload-voice.json,uploads/anna/hello world.png,anna-hello-world-",
        "upload-text.json,uploads/anna/good morning.png,anna-good-morning-"
    })
    void shouldStartAVideoWithTheSecondHalf(String event, String there, String id) {
        bench.put(there, "the first half");
        bench.put(key(event), "the second half");

        assertThat(HandlerBench.call(bench.uploads, HandlerBench.event(event)).get("id"))
                .asString()
                .startsWith(id);
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    @Test
    void shouldStartAVideoWithARequest() {
        bench.put(key("upload-request.json"), ApiBench.SPEECH);

        HandlerBench.call(bench.uploads, HandlerBench.event("upload-request.json"));
        assertThat(bench.stepFunctions.runs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"execution-input.json", "execution-input-text.json"})
    void shouldBeRequestsAsTheyStand(String event) {
        Map<String, Object> request = HandlerBench.map(HandlerBench.event(event));

        String parsed =
                ApiBench.json(VideoRequest.parse(request, HandlerBench.BUCKET).toJson());
        assertThat(HandlerBench.map(parsed)).containsAllEntriesOf(request);
    }

    @Test
    void shouldAllBeUsedByATest() {
        String tests = texts(Path.of("src/test/java"), ".java");

        assertThat(names(Path.of(System.getProperty("events"))))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(tests).contains('"' + name));
    }

    private static String key(String event) {
        Map<String, Object> fields = HandlerBench.map(HandlerBench.event(event));
        return Yaml.map(fields, "detail", "object").get("key").toString();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String texts(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(suffix)).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
