package io.github.falvideo.local.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.asl.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** AWS's own tools against a server: the SDK always, the CLI where there is one. */
class AwsToolsTest {
    private static final Path EVENTS = Path.of("..", "events");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static LocalApplication application;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(folder.resolve("data"));
        application = server.server().application();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldMakeAVideoOfAPairThatTheSdkUploads() throws Exception {
        S3Client s3 = application.s3();
        for (String name : List.of("voice.mp3", "portrait.png")) {
            String suffix = name.substring(name.lastIndexOf('.'));
            s3.putObject(
                    put -> put.bucket(LocalApplication.BUCKET).key("uploads/sdk" + suffix),
                    RequestBody.fromFile(sample(name)));
        }

        server.await(onlyOne("sdk-"), "SUCCEEDED");
    }

    @Test
    void shouldMakeAVideoOfAPairThatIsCopiedIntoTheFolder() throws Exception {
        Path uploads = server.server().uploads();
        Files.copy(sample("portrait.png"), uploads.resolve("copied.png"));
        Files.writeString(uploads.resolve("copied.txt"), "Good morning");

        Map<?, ?> first = server.await(onlyOne("copied-"), "SUCCEEDED");
        assertThat(first.get("model")).isEqualTo("veed/fabric-1.0/text");

        // Another text over the first one is another version, and so another video; the same one again is not.
        Files.writeString(uploads.resolve("copied.txt"), "Good evening");
        awaitCount("copied-", 2);
        Files.writeString(uploads.resolve("copied.txt"), "Good evening");
        await().during(Duration.ofSeconds(2)).until(() -> ids("copied-").size() == 2);
    }

    @Test
    void shouldTellOfABadUploadInItsStatus() throws Exception {
        Files.writeString(server.server().uploads().resolve("bad.json"), "{\"input\": {}}");

        List<String> bad = await().atMost(PATIENCE)
                .ignoreException(NoSuchFileException.class)
                .until(this::badVideos, found -> !found.isEmpty());

        Map<?, ?> status = server.await(bad.get(0), "FAILED");
        assertThat((String) status.get("message")).contains("input.image_url");
    }

    @Test
    void shouldCancelAtFalWhenTheSdkStopsTheExecution() throws Exception {
        SfnClient stepFunctions = application.stepFunctions();
        String arn = stepFunctions
                .startExecution(start -> start.stateMachineArn(application.stateMachineArn())
                        .name("stopped-by-sdk")
                        .input(RunningServer.request(RunningServer.SLOW)))
                .executionArn();
        server.await("stopped-by-sdk", "IN_PROGRESS");

        stepFunctions.stopExecution(stop -> stop.executionArn(arn));

        shouldBeCancelledAtFal("stopped-by-sdk");
    }

    @Test
    void shouldDoTheSameForTheCli() throws Exception {
        assumeTrue(isThereACli(), "the AWS CLI is not on the PATH");
        aws(application.s3Endpoint(), "s3", "cp", sample("voice.mp3").toString(), "s3://videos/uploads/cli.mp3");
        aws(application.s3Endpoint(), "s3", "cp", sample("portrait.png").toString(), "s3://videos/uploads/cli.png");
        String uploaded = onlyOne("cli-");
        server.await(uploaded, "SUCCEEDED");

        aws(
                application.stepFunctionsEndpoint(),
                "stepfunctions",
                "start-execution",
                "--state-machine-arn",
                application.stateMachineArn(),
                "--name",
                "started-by-the-cli",
                "--input",
                "file://" + EVENTS.resolve("execution-input.json").toAbsolutePath());
        server.await("started-by-the-cli", "SUCCEEDED");

        Path slow = Files.writeString(folder.resolve("slow.json"), RunningServer.request(RunningServer.SLOW));
        Map<?, ?> started = (Map<?, ?>) Json.parse(aws(
                application.stepFunctionsEndpoint(),
                "stepfunctions",
                "start-execution",
                "--state-machine-arn",
                application.stateMachineArn(),
                "--name",
                "stopped-by-the-cli",
                "--input",
                "file://" + slow));
        server.await("stopped-by-the-cli", "IN_PROGRESS");
        aws(application.stepFunctionsEndpoint(), "stepfunctions", "stop-execution", "--execution-arn", (String)
                started.get("executionArn"));
        shouldBeCancelledAtFal("stopped-by-the-cli");

        String listed = aws(application.s3Endpoint(), "s3", "ls", "s3://videos/videos/" + uploaded + "/");
        assertThat(listed).contains("status.json").contains("submission.json").contains("video.mp4");
    }

    private static void shouldBeCancelledAtFal(String id) throws Exception {
        Map<?, ?> status = server.await(id, "CANCELLED");
        assertThat((String) status.get("message"))
                .startsWith("The execution was stopped. ")
                .contains((String) status.get("requestId"));
        Path request = folder.resolve("data/stand-in/requests/" + status.get("requestId"));
        assertThat(request.resolve("cancelled.json")).exists();
    }

    private static String onlyOne(String prefix) throws Exception {
        awaitCount(prefix, 1);
        return ids(prefix).get(0);
    }

    private static void awaitCount(String prefix, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids(prefix)).hasSize(count));
    }

    private List<String> badVideos() throws IOException {
        try (Stream<Path> videos = Files.list(folder.resolve("data/s3/videos/videos"))) {
            return videos.map(video -> video.getFileName().toString())
                    .filter(name -> name.startsWith("bad-"))
                    .toList();
        }
    }

    private static List<String> ids(String prefix) throws Exception {
        return ((List<?>) RunningServer.json(server.get("/videos?limit=100")).get("videos"))
                .stream()
                        .map(video -> (String) ((Map<?, ?>) video).get("id"))
                        .filter(id -> id.startsWith(prefix))
                        .toList();
    }

    private static Path sample(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = AwsToolsTest.class.getResourceAsStream("/sample/" + name)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static boolean isThereACli() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "aws")));
    }

    private static String aws(URI endpoint, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("aws", "--endpoint-url", endpoint.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", LocalApplication.CREDENTIALS.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", LocalApplication.CREDENTIALS.secretAccessKey(),
                        "AWS_DEFAULT_REGION", "us-east-1"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
