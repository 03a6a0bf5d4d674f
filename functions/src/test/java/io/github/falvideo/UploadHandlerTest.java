package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.InMemoryStepFunctions.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.SfnException;

class UploadHandlerTest {
    private final ApiBench bench = new ApiBench();

    @Test
    void shouldWaitForTheOtherHalf() {
        bench.put("uploads/a.png", "picture");

        assertThat(bench.arrived("uploads/a.png")).containsEntry("message", "The other half is not there yet.");
        assertThat(bench.stepFunctions.runs()).isEmpty();
        assertThat(bench.edges.s3.keys(HandlerBench.BUCKET)).containsExactly("uploads/a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploads/a.png", "uploads/a.mp3"})
    void shouldStartWhenBothAreThereWhicheverIsTold(String told) {
        bench.put("uploads/a.png", "picture");
        bench.put("uploads/a.mp3", "voice");

        Map<String, Object> arrival = bench.arrived(told);

        Run run = onlyRun();
        assertThat(run.name()).isEqualTo(arrival.get("id")).matches("a-[0-9a-f]{32}");
        assertThat(run.input())
                .isEqualTo("{\"model\":\"veed/fabric-1.0\",\"input\":{\"image_url\":\"s3://my-videos/uploads/a.png\","
                        + "\"audio_url\":\"s3://my-videos/uploads/a.mp3\",\"resolution\":\"480p\"},"
                        + "\"timeoutSeconds\":300,\"cancelOnTimeout\":false}");
        assertThat(bench.status(run.name())).containsEntry("status", "IN_QUEUE");
    }

    @Test
    void shouldStartOneExecutionForOnePairOfVersions() {
        bench.put("uploads/a.png", "picture");
        bench.put("uploads/a.mp3", "voice");
        bench.arrived("uploads/a.mp3");
        String id = onlyRun().name();
        bench.arrived("uploads/a.png");
        bench.put("uploads/a.png", "picture");
        bench.arrived("uploads/a.png");
        bench.stepFunctions.end(id, ExecutionStatus.SUCCEEDED);
        bench.status(id, Map.of("status", "SUCCEEDED"));
        bench.arrived("uploads/a.png");
        onlyRun();

        bench.put("uploads/a.mp3", "another voice");
        bench.arrived("uploads/a.mp3");
        assertThat(bench.stepFunctions.runs()).hasSize(2);
        assertThat(bench.status(id)).containsEntry("status", "SUCCEEDED");
    }

    @Test
    void shouldPairWithinAFolderAndNotTakeLongerNames() {
        bench.put("uploads/x/a.png", "picture");
        bench.put("uploads/y/a.mp3", "voice");
        bench.put("uploads/x/a.b.mp3", "voice");
        bench.put("uploads/x/a/c.mp3", "voice");
        bench.put("uploads/x/ab.mp3", "voice");
        for (String key : bench.edges.s3.keys(HandlerBench.BUCKET)) {
            bench.arrived(key);
        }
        assertThat(bench.stepFunctions.runs()).isEmpty();

        bench.put("uploads/x/a.MP3", "voice");
        bench.arrived("uploads/x/a.MP3");
        assertThat(onlyRun().input()).contains("s3://my-videos/uploads/x/a.png", "s3://my-videos/uploads/x/a.MP3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello world", "a+b", "100% me & you", "größe", "a%20b", "with.dots.in.it"})
    void shouldTakeKeysAsTheyAre(String name) {
        bench.put("uploads/" + name + ".png", "picture");
        bench.put("uploads/" + name + ".mp3", "voice");

        bench.arrived("uploads/" + name + ".mp3");

        assertThat(onlyRun().input()).contains("\"s3://my-videos/uploads/" + name + ".png\"");
        assertThat(onlyRun().name()).matches("[A-Za-z0-9._-]{33,80}");
    }

    @Test
    void shouldKeepLongNamesWithinWhatAnExecutionMayBeCalled() {
        String name = "folder/".repeat(50) + "portrait";
        bench.put("uploads/" + name + ".png", "picture");
        bench.put("uploads/" + name + ".mp3", "voice");
        bench.arrived("uploads/" + name + ".mp3");

        assertThat(onlyRun().name()).hasSize(80).contains("folder-portrait-");
    }

    @Test
    void shouldSpeakATextFile() {
        bench.put("uploads/a.png", "picture");
        bench.put("uploads/a.txt", "\uFEFFGuten Morgen, schöne Welt!\r\n");

        bench.arrived("uploads/a.txt");

        assertThat(onlyRun().input())
                .startsWith("{\"model\":\"veed/fabric-1.0/text\"")
                .contains("\"text\":\"Guten Morgen, schöne Welt!\"");
    }

    @Test
    void shouldTakeOptionsThatAreThereWhenItStarts() {
        bench.put("uploads/a.options.json", "{\"timeoutSeconds\": 600, \"input\": {\"resolution\": \"720p\"}}");
        assertThat(bench.arrived("uploads/a.options.json").get("id")).isNull();
        bench.put("uploads/a.png", "picture");
        bench.put("uploads/a.mp3", "voice");

        bench.arrived("uploads/a.png");

        assertThat(onlyRun().input()).contains("\"resolution\":\"720p\"", "\"timeoutSeconds\":600");
    }

    @Test
    void shouldNotStartASecondVideoForOptionsThatCameTooLate() {
        bench.put("uploads/a.png", "picture");
        bench.put("uploads/a.mp3", "voice");
        bench.arrived("uploads/a.png");
        bench.put("uploads/a.options.json", "{\"input\": {\"resolution\": \"720p\"}}");

        bench.arrived("uploads/a.options.json");
        bench.arrived("uploads/a.mp3");

        assertThat(onlyRun().input()).contains("480p");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\": {\"resolution\": \"4k\"}}|input.resolution: must be 480p or 720p",
                "{\"input\": {\"image_url\": \"https://e.com/b.png\"}}|must not name the picture",
                "{\"input\": 7}|must hold input as a JSON object",
                "{\"resolution\": \"720p\"}|resolution: belongs inside input",
                "[]|uploads/a.options.json: must be a JSON object",
                "{|uploads/a.options.json: must be a JSON object",
                "''|uploads/a.options.json: is empty"
            })
    void shouldSayWhatIsWrongWithOptionsAndStartOnceTheyAreRight(String options, String problem) {
        bench.put("uploads/a.png", "picture");
        bench.put("uploads/a.mp3", "voice");
        bench.put("uploads/a.options.json", options);

        assertRefused(bench.arrived("uploads/a.mp3"), problem);

        bench.put("uploads/a.options.json", "{}");
        bench.arrived("uploads/a.mp3");
        onlyRun();
    }

    @Test
    void shouldStartARequest() {
        bench.put("uploads/my.json", ApiBench.SPEECH);

        Map<String, Object> arrival = bench.arrived("uploads/my.json");
        bench.arrived("uploads/my.json");

        assertThat(onlyRun().name()).isEqualTo(arrival.get("id")).startsWith("my-");
        assertThat(onlyRun().input()).contains("https://example.com/a.mp3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|must be a JSON object",
                "''|uploads/my.json: is empty",
                "[]|uploads/my.json: must be a JSON object",
                "{}|input: is required",
                "{\"input\": {\"image_url\": \"s3://other/a.png\"}}|input.audio_url"
            })
    void shouldSayWhatIsWrongWithARequest(String content, String problem) {
        bench.put("uploads/my.json", content);

        assertRefused(bench.arrived("uploads/my.json"), problem);
    }

    @Test
    void shouldSayThatARequestIsTooLarge() {
        bench.put("uploads/my.json", " ".repeat(16385));

        assertRefused(bench.arrived("uploads/my.json"), "must be at most 16384 bytes long, not 16385");
    }

    @Test
    void shouldSayWhatIsWrongWithAPair() {
        bench.put("uploads/a.png", "");
        bench.put("uploads/a.jpg", "picture");
        bench.put("uploads/a.mp3", "voice");
        bench.put("uploads/a.txt", "text");

        assertRefused(
                bench.arrived("uploads/a.mp3"),
                "uploads/a.jpg and uploads/a.png: are more than one picture of the same name",
                "uploads/a.mp3 and uploads/a.txt: are more than one voice or text of the same name",
                "uploads/a.png: is empty");
    }

    @Test
    void shouldSayWhatIsWrongWithAText() {
        bench.put("uploads/a.png", "picture");
        bench.put("uploads/a.txt", "x".repeat(2001));
        assertRefused(bench.arrived("uploads/a.txt"), "2001");

        bench.edges.s3.putObject(
                put -> put.bucket(HandlerBench.BUCKET).key("uploads/a.txt"),
                RequestBody.fromBytes(new byte[] {(byte) 0xC3, 0x28}));
        assertRefused(bench.arrived("uploads/a.png"), "uploads/a.txt: must be text in UTF-8");

        bench.put("uploads/a.txt", "x".repeat(2000));
        bench.arrived("uploads/a.txt");
        onlyRun();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploads/a.flac", "uploads/readme", "uploads/x/a.mov"})
    void shouldSayThatAFileIsOfNoUse(String key) {
        bench.put(key, "content");

        assertRefused(bench.arrived(key), key + ": must be a picture (jpg, ", "a voice (mp3, ", "a request (json)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uploads/", "uploads/x/", "uploads/.DS_Store", "videos/v/video.mp4", "a.png", "uploads"})
    void shouldLeaveAloneWhatIsNoUpload(String key) {
        bench.put(key, "");

        assertThat(bench.arrived(key)).containsEntry("message", "This is not an upload.");
        assertThat(bench.edges.s3.keys(HandlerBench.BUCKET)).containsExactly(key);
    }

    @Test
    void shouldLeaveAloneWhatIsThereNoMore() {
        assertThat(bench.arrived("uploads/a.json")).containsEntry("message", "The file is there no more.");
        assertThat(bench.edges.s3.keys(HandlerBench.BUCKET)).isEmpty();
    }

    @Test
    void shouldLeaveAloneAnotherBucket() {
        assertThat(HandlerBench.call(
                        bench.uploads,
                        "{\"detail\": {\"bucket\": {\"name\": \"other\"}, \"object\": {\"key\": \"uploads/a.png\"}}}"))
                .containsEntry("message", "This is another bucket.");
    }

    @Test
    void shouldNeverWriteFailedOverAnotherStatus() {
        bench.put("uploads/my.json", "{}");
        String id = (String) bench.arrived("uploads/my.json").get("id");
        bench.status(id, Map.of("status", "SUCCEEDED"));

        bench.arrived("uploads/my.json");

        assertThat(bench.status(id)).containsEntry("status", "SUCCEEDED");
    }

    @Test
    void shouldAskToBeToldAgainWhenAwsGivesNoAnswer() {
        bench.put("uploads/my.json", ApiBench.SPEECH);
        for (String operation : List.of("ListObjectsV2", "GetObject", "PutObject")) {
            bench.edges.s3.fault(StartVideoTest.failing(operation));
            assertThatThrownBy(() -> bench.arrived("uploads/my.json"))
                    .as(operation)
                    .isInstanceOf(AwsUnavailableException.class);
        }
        bench.edges.s3.heal();
        bench.stepFunctions.fault(operation -> {
            throw SfnException.builder().message("Rate exceeded").build();
        });
        assertThatThrownBy(() -> bench.arrived("uploads/my.json")).isInstanceOf(AwsUnavailableException.class);
        bench.stepFunctions.fault(operation -> {});

        bench.arrived("uploads/my.json");
        onlyRun();
    }

    @Test
    void shouldStartFiftyExecutionsForFiftyPairsHoweverTheirEventsCome() throws Exception {
        for (long seed = 0; seed < 5; seed++) {
            ApiBench race = new ApiBench();
            List<Callable<Object>> deliveries = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String name = "uploads/pair " + i;
                for (String suffix : List.of(".png", ".mp3")) {
                    // The first delivery comes with the upload, the others whenever.
                    deliveries.add(() -> {
                        race.put(name + suffix, name + suffix);
                        return race.arrived(name + suffix);
                    });
                    deliveries.add(() -> race.arrived(name + suffix));
                    deliveries.add(() -> race.arrived(name + suffix));
                }
            }
            Collections.shuffle(deliveries, new Random(seed));
            StartVideoTest.atOnce(deliveries);

            assertThat(race.stepFunctions.runs()).as("seed " + seed).hasSize(50);
            assertThat(race.stepFunctions.runs()).extracting(Run::input).doesNotHaveDuplicates();
            assertThat(race.edges.s3.keys(HandlerBench.BUCKET))
                    .filteredOn(key -> key.startsWith("videos/"))
                    .hasSize(50)
                    .allMatch(key -> key.endsWith("/status.json"));
        }
    }

    private Run onlyRun() {
        assertThat(bench.stepFunctions.runs()).hasSize(1);
        return bench.stepFunctions.runs().get(0);
    }

    private void assertRefused(Map<String, Object> arrival, String... problems) {
        Map<String, Object> status = bench.status((String) arrival.get("id"));
        assertThat(status).containsEntry("status", "FAILED");
        assertThat(status.get("message").toString())
                .startsWith("Nothing was submitted, because the request is not valid. ")
                .contains(problems);
        assertThat(status.get("error")).isEqualTo(Map.of("name", "InvalidRequest", "cause", status.get("message")));
        assertThat(bench.stepFunctions.runs()).isEmpty();
        assertThat(bench.edges.s3.keys(HandlerBench.BUCKET))
                .filteredOn(key -> key.contains("status.json"))
                .allMatch(key -> key.startsWith("videos/"));
    }
}
