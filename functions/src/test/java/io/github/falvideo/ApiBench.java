package io.github.falvideo;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.falvideo.aws.InMemoryStepFunctions;
import io.github.falvideo.fal.http.HttpTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/** The API and the uploads with S3, Step Functions and fal in memory, called as API Gateway and EventBridge call them. */
final class ApiBench {
    static final String SPEECH =
            "{\"input\": {\"image_url\": \"https://example.com/a.png\", \"audio_url\": \"https://example.com/a.mp3\"}}";

    final HandlerBench edges;
    final InMemoryStepFunctions stepFunctions;
    final ApiHandler api;
    final UploadHandler uploads;
    final CancelHandler cancelHandler;

    ApiBench() {
        this(call -> {
            throw new AssertionError("fal was not to be called: " + call);
        });
    }

    ApiBench(HttpTransport fal) {
        edges = new HandlerBench(fal);
        stepFunctions = new InMemoryStepFunctions(edges.clock::instant);
        Components components = edges.components.with(stepFunctions, InMemoryStepFunctions.STATE_MACHINE);
        api = new ApiHandler(components);
        uploads = new UploadHandler(components);
        cancelHandler = new CancelHandler(components);
    }

    /** From here on the clock shows the time that presigned URLs are signed at. */
    ApiBench atRealTime() {
        edges.clock.pass(Duration.between(edges.clock.instant(), Instant.now()));
        return this;
    }

    /** What API Gateway gets. */
    record Answer(int status, Map<String, String> headers, String body) {
        Map<String, Object> json() {
            return HandlerBench.map(body);
        }

        String detail() {
            return String.valueOf(json().get("detail"));
        }

        /** As {@code field: message}. */
        List<String> problems() {
            return ((List<?>) json().get("problems"))
                    .stream()
                            .map(problem -> (Map<?, ?>) problem)
                            .map(problem -> problem.get("field") + ": " + problem.get("message"))
                            .toList();
        }
    }

    Answer call(String method, String path) {
        return call(method, path, null, Map.of());
    }

    Answer post(String path, String json) {
        return call("POST", path, json, Map.of("content-type", "application/json"));
    }

    Answer call(String method, String pathAndQuery, String body, Map<String, String> headers) {
        String[] parts = pathAndQuery.split("\\?", 2);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("rawPath", parts[0]);
        event.put("rawQueryString", parts.length > 1 ? parts[1] : "");
        event.put("headers", headers);
        event.put("requestContext", Map.of("http", Map.of("method", method, "sourceIp", "203.0.113.7")));
        if (body != null) {
            event.put("body", body);
        }
        event.put("isBase64Encoded", false);
        return event(json(event));
    }

    /** Calls the API with a whole event. */
    Answer event(String event) {
        Map<String, Object> reply = HandlerBench.call(api, event);
        if (!List.of("statusCode", "headers", "body", "isBase64Encoded").containsAll(reply.keySet())) {
            throw new AssertionError("API Gateway knows no such fields: " + reply.keySet());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        ((Map<?, ?>) reply.get("headers")).forEach((name, value) -> headers.put((String) name, (String) value));
        return new Answer((Integer) reply.get("statusCode"), headers, (String) reply.get("body"));
    }

    /** Puts a file under this key, and tells nobody. */
    void put(String key, String content) {
        edges.s3.putObject(put -> put.bucket(HandlerBench.BUCKET).key(key), RequestBody.fromString(content));
    }

    /** EventBridge tells of this key. */
    Map<String, Object> arrived(String key) {
        return HandlerBench.call(
                uploads,
                json(Map.of(
                        "detail-type",
                        "Object Created",
                        "detail",
                        Map.of(
                                "bucket",
                                Map.of("name", HandlerBench.BUCKET),
                                "object",
                                Map.of("key", key, "size", 1)))));
    }

    Map<String, Object> status(String id) {
        return edges.stored("videos/" + id + "/status.json");
    }

    void status(String id, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("id", id, "message", "…"));
        all.putAll(fields);
        edges.store("videos/" + id + "/status.json", all);
    }

    /** A claim that fal has answered. */
    void submitted(String id) {
        edges.store(
                "videos/" + id + "/submission.json",
                Map.of(
                        "id",
                        id,
                        "model",
                        "veed/fabric-1.0",
                        "claimedAt",
                        edges.clock.instant().toString(),
                        "claimant",
                        "somebody",
                        "requestId",
                        HandlerBench.REQUEST_ID,
                        "cancelUrl",
                        HandlerBench.BASE + "/cancel",
                        "responseUrl",
                        HandlerBench.BASE,
                        "submittedAt",
                        edges.clock.instant().toString()));
    }

    static String json(Object value) {
        try {
            return JSON.std.asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
