package io.github.falvideo.local.cli.videos;

import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The videos of a {@code ./video serve}, through its API. */
public final class ServerVideos implements KnownVideos {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    public ServerVideos(URI server) {
        this.server = server;
    }

    /** Nothing listens there. */
    static final class NoServerException extends IOException {
        NoServerException(URI server, IOException cause) {
            super(
                    "No server answers at " + server
                            + ". Start one with ./video serve, or say where with --server or --stack.",
                    cause);
        }
    }

    private record Answer(int status, Map<String, Object> fields) {
        String detail() {
            return String.valueOf(fields.getOrDefault("detail", "HTTP " + status));
        }
    }

    @Override
    public List<Map<String, Object>> latest(int limit) throws IOException, InterruptedException {
        Answer answer = checked(call("GET", "/videos?limit=" + limit));
        List<Map<String, Object>> videos = new ArrayList<>();
        if (answer.fields().get("videos") instanceof List<?> list) {
            list.forEach(video -> videos.add(fields(video)));
        }
        return videos;
    }

    @Override
    public Optional<Map<String, Object>> status(String id) throws IOException, InterruptedException {
        Answer answer = call("GET", path(id));
        return answer.status() == 404
                ? Optional.empty()
                : Optional.of(checked(answer).fields());
    }

    @Override
    public Cancelled cancel(String id) throws IOException, InterruptedException {
        Answer answer = call("DELETE", path(id));
        boolean done = answer.status() == 202;
        return new Cancelled(
                done, answer.fields(), done ? String.valueOf(answer.fields().get("message")) : answer.detail());
    }

    private static String path(String id) {
        return "/videos/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static Answer checked(Answer answer) throws IOException {
        if (answer.status() != 200) {
            throw new IOException(answer.detail());
        }
        return answer;
    }

    private Answer call(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response;
        try {
            response = http.send(request, BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new NoServerException(server, e);
        }
        try {
            return new Answer(response.statusCode(), fields(Json.parse(response.body())));
        } catch (IllegalArgumentException e) {
            throw new IOException(server + " is no video server: its answer to " + path + " is not JSON", e);
        }
    }

    private static Map<String, Object> fields(Object json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return fields;
    }
}
