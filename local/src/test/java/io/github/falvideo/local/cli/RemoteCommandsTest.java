package io.github.falvideo.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.falvideo.Configuration;
import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.Ports;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.cli.videos.DeployedStack;
import io.github.falvideo.local.cli.videos.ServerVideos;
import io.github.falvideo.local.cli.videos.Waiting;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import io.github.falvideo.local.serve.Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/**
 * The commands that look at an application from outside, against a server; and against a stack, whose CloudFormation is a stub and
 * whose S3 and Step Functions are the server's, each behind AWS's own client.
 */
class RemoteCommandsTest {
    private static final String SLOW = "https://example.com/slow.png";
    private static final String VOICE = "https://example.com/hello.mp3";

    @TempDir
    static Path folder;

    private static Server server;
    private static HttpServer cloudFormation;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        FaultPlan faults = new FaultPlan(List.of(Fault.on(
                        CallKind.SUBMIT,
                        Occurrences.always(),
                        new Effect.Paced(new Pace(0, Duration.ZERO, Duration.ofHours(1))))
                .of(SLOW + " " + VOICE)));
        server = Server.start(
                new LocalApplication.Settings(
                        folder.resolve("data"),
                        null,
                        StandInSettings.forPeople("test:key").with(Pace.atOnce()),
                        faults,
                        Ports.ANY,
                        true,
                        Configuration.SUBMIT_WINDOW),
                0);
        cloudFormation = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudFormation.createContext("/", exchange -> {
            try (exchange) {
                String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                boolean known = asked.contains("Action=DescribeStacks") && asked.contains("StackName=fal-video");
                byte[] answer = (known
                                ? STACK.replace("ARN", server.application().stateMachineArn())
                                : NO_STACK)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/xml");
                exchange.sendResponseHeaders(known ? 200 : 400, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        cloudFormation.start();
    }

    @AfterAll
    static void stop() {
        cloudFormation.stop(0);
        server.close();
    }

    private static final String STACK = """
            <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
              <StackName>fal-video</StackName><CreationTime>2025-01-01T00:00:00Z</CreationTime>
              <StackStatus>CREATE_COMPLETE</StackStatus>
              <Outputs>
                <member><OutputKey>BucketName</OutputKey><OutputValue>videos</OutputValue></member>
                <member><OutputKey>StateMachineArn</OutputKey><OutputValue>ARN</OutputValue></member>
              </Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>""";
    private static final String NO_STACK = """
            <ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
              <Code>ValidationError</Code><Message>Stack with id other does not exist</Message></Error></ErrorResponse>""";

    @Test
    void shouldListShowAndCancelVideosOfAServer() throws Exception {
        String id = start("listed", SLOW);
        String serverUrl = server.api().toString();

        assertThat(video("list", "--server", serverUrl)).isEqualTo(ExitCode.MADE);
        assertThat(lines()).anyMatch(line -> line.matches("IN_\\w+ +20\\S+  " + id));

        awaitRunning(id);
        assertThat(video("status", id, "--server", serverUrl)).isEqualTo(ExitCode.MADE);
        assertThat(last()).isEqualTo("IN_PROGRESS: Generating your video...");

        assertThat(video("cancel", id, "--server", serverUrl)).isEqualTo(ExitCode.MADE);
        assertThat(last()).contains(" was running: fal has told it to stop.");
        await(id, "CANCELLED");
        assertThat(video("cancel", id, "--server", serverUrl, "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(((Map<?, ?>) Json.parse(last())).get("status")).isEqualTo(409);
    }

    @Test
    void shouldSayThatAServerDoesNotKnowAVideo() {
        assertThat(video("status", "nobody", "--server", server.api().toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(errors()).isEqualTo("There is no video nobody.\n");
        assertThat(video("cancel", "nobody", "--server", server.api().toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(last()).isEqualTo("There is no video nobody.");
    }

    @Test
    void shouldSayThatNoServerRuns() {
        assertThat(video("list", "--server", "http://127.0.0.1:1")).isEqualTo(ExitCode.FAILED);
        assertThat(errors()).startsWith("video: No server answers at http://127.0.0.1:1. Start one with ./video serve");
    }

    @Test
    void shouldFindARequestOfAServersStandInByItsFolder() throws Exception {
        String id = start("by-request-id", SLOW);
        String requestId = awaitRunning(id);

        assertThat(video("status", requestId, "--data", folder.resolve("data").toString()))
                .isEqualTo(ExitCode.MADE);
        assertThat(last()).startsWith("Generating your video...");
    }

    @Test
    void shouldMakeAVideoInADeployedApplication() throws Exception {
        Path films = folder.resolve("films");

        assertThat(video(
                        "--stack",
                        "fal-video",
                        "--image",
                        picture().toString(),
                        "--text",
                        "Hi",
                        "--out",
                        films.toString()))
                .isEqualTo(ExitCode.MADE);

        assertThat(lines().get(0)).isEqualTo("Using the deployed application fal-video. fal bills the video.");
        try (var saved = Files.list(films)) {
            assertThat(saved).singleElement().asString().endsWith(".mp4");
        }
    }

    @Test
    void shouldListShowAndCancelVideosOfADeployedApplication() throws Exception {
        String id = start("deployed", SLOW);
        awaitRunning(id);

        assertThat(video("list", "--stack", "fal-video", "--limit", "100")).isEqualTo(ExitCode.MADE);
        assertThat(lines()).anyMatch(line -> line.startsWith("IN_PROGRESS") && line.endsWith(id));
        assertThat(video("status", id, "--stack", "fal-video")).isEqualTo(ExitCode.MADE);
        assertThat(last()).isEqualTo("IN_PROGRESS: Generating your video...");
        assertThat(video("cancel", id, "--stack", "fal-video")).isEqualTo(ExitCode.MADE);
        assertThat(last()).startsWith("The execution was stopped. ");
        assertThat(video("status", id, "--stack", "fal-video")).isEqualTo(ExitCode.CANCELLED);
        assertThat(video("cancel", id, "--stack", "fal-video")).isEqualTo(ExitCode.FAILED);
        assertThat(last()).isEqualTo("Video deployed has ended already: CANCELLED.");
    }

    @Test
    void shouldSayWhichStackThereIsNot() {
        assertThat(video("list", "--stack", "other")).isEqualTo(ExitCode.FAILED);
        assertThat(errors())
                .isEqualTo("video: The stack other could not be read: Stack with id other does not exist\n");
    }

    private static String start(String id, String picture) {
        server.application()
                .stepFunctions()
                .startExecution(start -> start.stateMachineArn(
                                server.application().stateMachineArn())
                        .name(id)
                        .input(Json.text(Map.of("input", Map.of("image_url", picture, "audio_url", VOICE)))));
        return id;
    }

    /** Gives fal's request id. */
    private static String awaitRunning(String id) throws Exception {
        return await(id, "IN_PROGRESS");
    }

    private static String await(String id, String wanted) {
        ServerVideos videos = new ServerVideos(server.api());
        return (String) Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> videos.status(id).orElse(Map.of()), status -> wanted.equals(status.get("status")))
                .get("requestId");
    }

    private static DeployedStack stack(String name) throws IOException {
        try (CloudFormationClient client = CloudFormationClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(LocalApplication.CREDENTIALS))
                .endpointOverride(URI.create(
                        "http://127.0.0.1:" + cloudFormation.getAddress().getPort()))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            return new DeployedStack(
                    name,
                    client,
                    LocalApplication.s3(server.application().s3Endpoint()),
                    LocalApplication.stepFunctions(server.application().stepFunctionsEndpoint()));
        }
    }

    private int video(String... arguments) {
        out.reset();
        err.reset();
        Surroundings surroundings = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                Pace.atOnce(),
                new FaultPlan(),
                RemoteCommandsTest::stack,
                Waiting.real());
        return Main.commandLine(surroundings).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    private static Path picture() throws IOException {
        Path picture = folder.resolve("me.png");
        try (var sample = RemoteCommandsTest.class.getResourceAsStream("/sample/portrait.png")) {
            Files.copy(sample, picture);
        }
        return picture;
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String last() {
        return lines().get(lines().size() - 1);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
