package io.github.falvideo.local.serve;

import static io.github.falvideo.local.serve.RunningServer.SLOW;
import static io.github.falvideo.local.serve.RunningServer.json;
import static io.github.falvideo.local.serve.RunningServer.quickRequest;
import static io.github.falvideo.local.serve.RunningServer.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.asl.json.Json;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every call of the API as it comes over the wire, for better and for worse. */
class ApiOverHttpTest {
    @TempDir
    static Path data;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldMakeAVideoFromThePostToTheFilm() throws Exception {
        HttpResponse<String> accepted = server.post("/videos", quickRequest());

        assertThat(accepted.statusCode()).isEqualTo(202);
        String id = (String) json(accepted).get("id");
        assertThat(accepted.headers().firstValue("Location")).hasValue("/videos/" + id);
        assertThat(json(accepted).get("status")).isEqualTo("IN_QUEUE");
        assertThat(json(accepted).get("links"))
                .isEqualTo(Map.of("self", "/videos/" + id, "file", "/videos/" + id + "/file"));

        Map<?, ?> video = (Map<?, ?>) server.await(id, "SUCCEEDED").get("video");
        HttpResponse<byte[]> film = server.download((String) video.get("downloadUrl"));
        assertThat(film.statusCode()).isEqualTo(200);
        assertThat(film.body()).hasSize(((Number) video.get("size")).intValue());
        assertThat(film.headers().firstValue("Content-Type")).hasValue("video/mp4");
        assertThat(Instant.parse((String) video.get("downloadUrlExpiresAt")))
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(15)));
    }

    @Test
    void shouldRedirectToTheFilmWhenItIsThere() throws Exception {
        String id = server.start(quickRequest());
        server.await(id, "SUCCEEDED");

        HttpResponse<String> file = server.get("/videos/" + id + "/file");

        assertThat(file.statusCode()).isEqualTo(302);
        HttpResponse<byte[]> film =
                server.download(file.headers().firstValue("Location").orElseThrow());
        assertThat(film.statusCode()).isEqualTo(200);
        assertThat(new String(film.body(), 4, 4)).isEqualTo("ftyp");
    }

    @Test
    void shouldSayThatTheFilmIsNotThereYet() throws Exception {
        String id = server.start(request(SLOW));

        HttpResponse<String> file = server.get("/videos/" + id + "/file");

        assertThat(file.statusCode()).isEqualTo(409);
        assertThat((String) json(file).get("detail")).startsWith("The file of video " + id + " is not there");
    }

    @Test
    void shouldAnswerAReaderWhoKnowsTheStatusWith304() throws Exception {
        String id = server.start(quickRequest());
        server.await(id, "SUCCEEDED");
        String tag = server.get("/videos/" + id).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = server.get("/videos/" + id, "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void shouldTellWhenToLookAgainWhileItRuns() throws Exception {
        String id = server.start(request(SLOW));
        server.await(id, "IN_PROGRESS");

        HttpResponse<String> running = server.get("/videos/" + id);

        assertThat(running.statusCode()).isEqualTo(200);
        assertThat(running.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(json(running).get("message")).isEqualTo("Generating your video...");
        assertThat(json(running).get("requestId")).isNotNull();
    }

    @Test
    void shouldStartOneVideoForOneIdempotencyKey() throws Exception {
        String key = "a key of " + Instant.now();
        List<CompletableFuture<String>> posts = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return (String) json(server.post("/videos", quickRequest(), "Idempotency-Key", key))
                                .get("id");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        Set<String> ids = new HashSet<>();
        posts.forEach(post -> ids.add(post.join()));

        assertThat(ids).hasSize(1);
        assertThat(server.post("/videos", request(SLOW), "Idempotency-Key", key).statusCode())
                .isEqualTo(422);
        server.await(ids.iterator().next(), "SUCCEEDED");
    }

    @Test
    void shouldListTheNewestFirstPageByPage() throws Exception {
        String older = server.start(quickRequest());
        String newer = server.start(quickRequest());

        Map<?, ?> first = json(server.get("/videos?limit=1"));
        Map<?, ?> second = json(server.get((String) ((Map<?, ?>) first.get("links")).get("next")));

        assertThat(ids(first)).containsExactly(newer);
        assertThat(ids(second)).containsExactly(older);
        assertThat(server.get("/videos?limit=0").statusCode()).isEqualTo(400);
        assertThat(server.get("/videos?next=nonsense").statusCode()).isEqualTo(400);
    }

    private static List<Object> ids(Map<?, ?> page) {
        return ((List<?>) page.get("videos"))
                .stream().<Object>map(video -> ((Map<?, ?>) video).get("id")).toList();
    }

    @Test
    void shouldCancelAtFalAndStopTheExecution() throws Exception {
        String id = server.start(request(SLOW));
        String requestId = (String) server.await(id, "IN_PROGRESS").get("requestId");

        HttpResponse<String> cancelled = server.delete("/videos/" + id);

        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(json(cancelled).get("outcome")).isEqualTo("CANCELLATION_REQUESTED");
        assertThat((String) json(cancelled).get("message")).contains(requestId);
        assertThat((String) server.await(id, "CANCELLED").get("message")).contains(requestId);
        assertThat(server.delete("/videos/" + id).statusCode()).isEqualTo(409);
    }

    @Test
    void shouldRefuseToCancelWhatHasEnded() throws Exception {
        String id = server.start(quickRequest());
        server.await(id, "SUCCEEDED");

        HttpResponse<String> tooLate = server.delete("/videos/" + id);

        assertThat(tooLate.statusCode()).isEqualTo(409);
        assertThat(json(tooLate).get("detail")).isEqualTo("Video " + id + " has ended already: SUCCEEDED.");
    }

    @Test
    void shouldTakeAnUploadAndMakeAVideoOfIt() throws Exception {
        byte[] picture = sample("portrait.png");
        HttpResponse<String> offer =
                server.post("/uploads", Json.text(Map.of("fileName", "me.png", "size", picture.length)));

        assertThat(offer.statusCode()).isEqualTo(201);
        assertThat((String) json(offer).get("uri")).startsWith("s3://" + LocalApplication.BUCKET + "/uploads/");
        assertThat(put(json(offer), picture)).isEqualTo(200);
        String id = server.start(request((String) json(offer).get("uri")));
        server.await(id, "SUCCEEDED");
    }

    @Test
    void shouldRefuseAnUploadThatIsNotWhatWasAnnounced() throws Exception {
        HttpResponse<String> offer = server.post("/uploads", Json.text(Map.of("fileName", "me.png", "size", 10)));

        assertThat(put(json(offer), new byte[11])).isEqualTo(403);
        HttpResponse<String> film =
                server.post("/uploads", Json.text(Map.of("fileName", "me.mp4", "size", 200_000_000)));
        assertThat(film.statusCode()).isEqualTo(422);
        assertThat(film.body()).contains("\"field\":\"fileName\"").contains("\"field\":\"size\"");
    }

    private static int put(Map<?, ?> offer, byte[] content) throws Exception {
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create((String) offer.get("uploadUrl")))
                .PUT(BodyPublishers.ofByteArray(content));
        ((Map<?, ?>) offer.get("headers")).forEach((name, value) -> {
            if (!name.equals("content-length")) { // the JDK's client sends it by itself
                put.header((String) name, (String) value);
            }
        });
        return server.send(put).statusCode();
    }

    private static byte[] sample(String name) throws Exception {
        try (InputStream in = ApiOverHttpTest.class.getResourceAsStream("/sample/" + name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void shouldDescribeItself() throws Exception {
        HttpResponse<String> description = server.get("/openapi.yaml");

        assertThat(description.statusCode()).isEqualTo(200);
        assertThat(description.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(description.body()).startsWith("openapi: 3.1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nowhere, 404",
        "GET, /, 404",
        "GET, /videos/unknown-id, 404",
        "GET, /videos/unknown-id/file, 404",
        "DELETE, /videos/unknown-id, 404",
        "GET, /videos/..%2F..%2Fetc, 404",
        "GET, /uploads, 405",
        "PATCH, /videos, 405",
        "PUT, /videos/some-id, 405",
        "POST, /openapi.yaml, 405"
    })
    void shouldSayClearlyWhatIsNotThere(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = server.send(server.builder(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).get("status")).isEqualTo(status);
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    @Test
    void shouldNameEveryFieldOfABadRequest() throws Exception {
        HttpResponse<String> refused = server.post(
                "/videos", "{\"model\": \"foo/bar\", \"input\": {\"image_url\": \"ftp://x\"}, \"timeoutSeconds\": 5}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(((List<?>) json(refused).get("problems"))
                        .stream().<Object>map(problem -> ((Map<?, ?>) problem).get("field")))
                .containsExactlyInAnyOrder("model", "input.image_url", "input.audio_url", "timeoutSeconds");
    }

    @Test
    void shouldRefuseBodiesThatAreNotWhatTheyShouldBe() throws Exception {
        assertThat(server.post("/videos", "{\"input\":").statusCode()).isEqualTo(400);
        assertThat(server.post("/videos", "\"" + "x".repeat(20_000) + "\"").statusCode())
                .isEqualTo(413);
        assertThat(server.post("/videos", " ".repeat(10 * 1024 * 1024 + 1)).statusCode())
                .isEqualTo(413);
        HttpRequest.Builder form = server.builder("/videos")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("image_url=x"));
        assertThat(server.send(form).statusCode()).isEqualTo(415);
    }
}
