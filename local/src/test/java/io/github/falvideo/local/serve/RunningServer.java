package io.github.falvideo.local.serve;

import io.github.falvideo.Configuration;
import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.Ports;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * A server with the stand-in, and a client of its API. Videos are done at once, except those of {@link #SLOW} picture, which run for
 * an hour.
 */
final class RunningServer implements AutoCloseable {
    static final String SLOW = "https://example.com/slow.png";
    static final String VOICE = "https://example.com/hello.mp3";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server server;

    RunningServer(Path data) throws IOException {
        this(data, new FaultPlan());
    }

    RunningServer(Path data, FaultPlan faults) throws IOException {
        faults.add(Fault.on(
                        CallKind.SUBMIT,
                        Occurrences.always(),
                        new Effect.Paced(new Pace(0, Duration.ZERO, Duration.ofHours(1))))
                .of(SLOW + " " + VOICE));
        server = Server.start(
                new LocalApplication.Settings(
                        data,
                        null,
                        StandInSettings.forPeople("test:key").with(Pace.atOnce()),
                        faults,
                        Ports.ANY,
                        true,
                        Configuration.SUBMIT_WINDOW),
                0);
    }

    Server server() {
        return server;
    }

    static String request(String imageUrl) {
        return Json.text(Map.of("input", Map.of("image_url", imageUrl, "audio_url", VOICE, "resolution", "480p")));
    }

    static String quickRequest() {
        return request("https://example.com/quick.png");
    }

    HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                builder(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = builder(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> delete(String path) throws Exception {
        return send(builder(path).DELETE());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> download(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    }

    HttpRequest.Builder builder(String path) {
        return HttpRequest.newBuilder(server.api().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    /** Starts a video; gives its id. */
    String start(String request) throws Exception {
        return (String) json(post("/videos", request)).get("id");
    }

    /** The video's status when it is this one; fails after a minute. */
    Map<?, ?> await(String id, String status) {
        return await(id, fields -> status.equals(fields.get("status")));
    }

    Map<?, ?> await(String id, Predicate<Map<?, ?>> wanted) {
        return Awaitility.await().atMost(PATIENCE).pollInterval(LOOK).until(() -> json(get("/videos/" + id)), wanted);
    }

    static Map<?, ?> json(HttpResponse<String> response) {
        return (Map<?, ?>) Json.parse(response.body());
    }

    @Override
    public void close() {
        server.close();
    }
}
