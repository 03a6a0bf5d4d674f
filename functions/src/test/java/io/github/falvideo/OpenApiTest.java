package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.falvideo.ApiBench.Answer;
import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.aws.InMemoryStepFunctions;
import io.github.falvideo.fal.http.HttpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.sfn.model.SfnException;

/** The description, held against the routes, the template and the real answers. */
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "https://example.com/openapi.json";
    private static final String SAID = """
            {"status": "IN_PROGRESS", "message": "Generating your video...", "progress": 45, "polls": 3, "requestId": "r",
             "model": "veed/fabric-1.0", "submittedAt": "2026-01-15T10:00:00Z", "deadline": "2026-01-15T10:05:00.000Z",
             "updatedAt": "2026-01-15T10:00:20.000Z"}""";
    private static final String SAVED = """
            {"status": "SUCCEEDED", "message": "Saved", "progress": 100, "polls": 9, "video": {"bucket": "my-videos",
             "key": "videos/v/video.mp4", "uri": "s3://my-videos/videos/v/video.mp4", "size": 1258291, "sizeText": "1.2 MB",
             "contentType": "video/mp4", "hostedUrl": "https://v3.fal.media/x.mp4"}}""";

    private final ApiBench bench = new ApiBench(call ->
            HttpReply.of(202, Map.of(), "{\"status\": \"CANCELLATION_REQUESTED\"}".getBytes(StandardCharsets.UTF_8)));
    private final String text = bench.call("GET", "/openapi.yaml").body();
    private final Map<String, Object> description = Yaml.read(text);
    private final JsonNode tree = JSON.valueToTree(description);
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(BASE, tree.toString()))));

    @Test
    void shouldDescribeExactlyTheRoutes() {
        assertThat(described())
                .containsExactlyInAnyOrderElementsOf(bench.edges
                        .components
                        .with(bench.stepFunctions, InMemoryStepFunctions.STATE_MACHINE)
                        .api()
                        .calls());
    }

    @Test
    void shouldDescribeExactlyTheRoutesOfTheTemplate() {
        Set<String> keys = Yaml.map(Yaml.template(), "Resources").values().stream()
                .filter(resource ->
                        "AWS::ApiGatewayV2::Route".equals(Yaml.map(resource).get("Type")))
                .map(resource ->
                        Yaml.map(resource, "Properties").get("RouteKey").toString())
                .filter(key -> !key.endsWith("/{proxy+}"))
                .collect(Collectors.toSet());

        assertThat(keys).isEqualTo(described());
    }

    /** Every answer that is described is given here, and every answer that is given is described. */
    @Test
    void shouldDescribeTheRealAnswers() throws IOException {
        Set<String> given = new TreeSet<>();
        for (Map.Entry<String, Answer> entry : answers().entrySet()) {
            String call = entry.getKey().replaceAll("#.*", "");
            Answer answer = entry.getValue();
            given.add(call + " " + answer.status());
            JsonNode response = resolved(tree.at("/paths")
                    .path(call.split(" ")[1])
                    .path(call.split(" ")[0].toLowerCase(Locale.ROOT))
                    .path("responses")
                    .path(String.valueOf(answer.status())));
            assertThat(response.isMissingNode())
                    .as("%s: %s", entry.getKey(), answer)
                    .isFalse();
            checkHeaders(entry.getKey(), response, answer);
            checkBody(entry.getKey(), response, answer);
        }
        assertThat(given).isEqualTo(describedAnswers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-post-videos.json", "api-post-uploads.json"})
    void shouldDescribeTheSampleRequests(String event) throws IOException {
        Map<String, Object> fields = HandlerBench.map(HandlerBench.event(event));
        String schema = event.contains("videos") ? "VideoRequest" : "UploadRequest";

        assertThat(problems("/components/schemas/" + schema, fields.get("body").toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\": {\"image_url\": \"https://e.com/a.png\", \"text\": \"Hello\"}}|true",
                "{\"input\": {\"image_url\": \"https://e.com/a.png\", \"audio_url\": \"https://e.com/a.mp3\", "
                        + "\"resolution\": \"720p\"}, \"timeoutSeconds\": 60, \"cancelOnTimeout\": true}|true",
                "{\"model\": \"veed/fabric-1.0/fast\", \"input\": {\"image_url\": \"https://e.com/a.png\", "
                        + "\"audio_url\": \"https://e.com/a.mp3\"}}|true",
                "{}|false",
                "{\"input\": {}}|false",
                "{\"input\": {\"image_url\": \"https://e.com/a.png\"}}|false",
                "{\"input\": {\"image_url\": \"https://e.com/a.png\", \"text\": \"\"}}|false",
                "{\"input\": {\"image_url\": \"https://e.com/a.png\", \"text\": \"Hello\"}, \"timeoutSeconds\": 59}|false",
                "{\"input\": {\"image_url\": \"https://e.com/a.png\", \"text\": \"Hello\"}, \"more\": 1}|false",
                "{\"model\": \"other/model\", \"input\": {\"image_url\": \"https://e.com/a.png\", \"text\": \"a\"}}|false"
            })
    void shouldAgreeWithTheRulesOfARequest(String request, boolean valid) throws IOException {
        assertThat(problems("/components/schemas/VideoRequest", request).isEmpty())
                .isEqualTo(valid);
        assertThat(bench.post("/videos", request).status()).isEqualTo(valid ? 202 : 422);
    }

    /** By call; what follows # tells several of one call apart. */
    private Map<String, Answer> answers() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        String start = "POST /videos";
        Map<String, String> json = Map.of("content-type", "application/json", "idempotency-key", "k");
        answers.put(start, bench.call("POST", "/videos", ApiBench.SPEECH, json));
        answers.put(start + "#key", bench.call("POST", "/videos", ApiBench.SPEECH.replace("a.mp3", "b.mp3"), json));
        answers.put(start + "#invalid", bench.post("/videos", "{}"));
        for (String path : List.of("/videos", "/uploads")) {
            answers.put("POST " + path + "#json", bench.post(path, "{"));
            answers.put("POST " + path + "#large", bench.post(path, " ".repeat(20_000)));
            answers.put("POST " + path + "#type", bench.call("POST", path, "{}", Map.of()));
        }
        bench.post("/videos", ApiBench.SPEECH);
        answers.put("GET /videos", bench.call("GET", "/videos?limit=1"));
        answers.put("GET /videos#last", bench.call("GET", "/videos"));
        answers.put("GET /videos#limit", bench.call("GET", "/videos?limit=0"));
        show(answers);
        bench.put("videos/v/video.mp4", "film");
        answers.put("GET /videos/{id}/file", bench.call("GET", "/videos/v/file"));
        answers.put("GET /videos/{id}/file#404", bench.call("GET", "/videos/unknown/file"));
        answers.put("GET /videos/{id}/file#409", bench.call("GET", "/videos/nonce-1/file"));
        answers.put("DELETE /videos/{id}#404", bench.call("DELETE", "/videos/unknown"));
        answers.put("DELETE /videos/{id}#409", bench.call("DELETE", "/videos/v"));
        bench.submitted("claimed");
        answers.put("DELETE /videos/{id}", bench.call("DELETE", "/videos/claimed"));
        answers.put("DELETE /videos/{id}#nothing", bench.call("DELETE", "/videos/nonce-1"));
        answers.put("DELETE /videos/{id}#502", refused());
        answers.put("POST /uploads", bench.post("/uploads", "{\"fileName\": \"a.png\", \"size\": 5}"));
        answers.put("POST /uploads#422", bench.post("/uploads", "{}"));
        answers.put("GET /openapi.yaml", bench.call("GET", "/openapi.yaml"));
        broken(answers);
        return answers;
    }

    private void show(Map<String, Answer> answers) {
        bench.status("v", HandlerBench.map(SAID));
        answers.put("GET /videos/{id}#running", bench.call("GET", "/videos/v"));
        bench.status("v", HandlerBench.map(SAVED));
        Answer saved = bench.call("GET", "/videos/v");
        answers.put("GET /videos/{id}#saved", saved);
        answers.put(
                "GET /videos/{id}#304",
                bench.call(
                        "GET",
                        "/videos/v",
                        null,
                        Map.of("if-none-match", saved.headers().get("ETag"))));
        answers.put("GET /videos/{id}#first", bench.call("GET", "/videos/nonce-1"));
        bench.submitted("claimed");
        answers.put("GET /videos/{id}#claimed", bench.call("GET", "/videos/claimed"));
        answers.put("GET /videos/{id}#404", bench.call("GET", "/videos/unknown"));
        bench.put("uploads/bad.json", "{}");
        String failed = bench.arrived("uploads/bad.json").get("id").toString();
        answers.put("GET /videos/{id}#failed", bench.call("GET", "/videos/" + failed));
    }

    private static Answer refused() {
        ApiBench refusing = new ApiBench(call -> HttpReply.of(401, Map.of(), new byte[0]));
        refusing.submitted("v");
        return refusing.call("DELETE", "/videos/v");
    }

    private void broken(Map<String, Answer> answers) {
        bench.stepFunctions.fault(operation -> {
            throw SfnException.builder().message("Rate exceeded").build();
        });
        answers.put("GET /videos#503", bench.call("GET", "/videos"));
        answers.put("POST /videos#503", bench.post("/videos", ApiBench.SPEECH));
        bench.stepFunctions.fault(operation -> {
            throw new IllegalStateException("a mistake in a test");
        });
        answers.put("GET /videos#500", bench.call("GET", "/videos"));
        answers.put("POST /videos#500", bench.post("/videos", ApiBench.SPEECH));
        for (RuntimeException fault :
                List.of(InMemoryS3.error(500, "InternalError"), new IllegalStateException("a mistake in a test"))) {
            bench.edges.s3.fault(new InMemoryS3.Fault() {
                @Override
                public void before(String operation, S3Request request) {
                    throw fault;
                }
            });
            String name = "#" + fault.getClass().getSimpleName();
            answers.put("GET /videos/{id}" + name, bench.call("GET", "/videos/v"));
            answers.put("GET /videos/{id}/file" + name, bench.call("GET", "/videos/v/file"));
            answers.put("DELETE /videos/{id}" + name, bench.call("DELETE", "/videos/v"));
        }
    }

    private void checkHeaders(String call, JsonNode response, Answer answer) throws IOException {
        for (Map.Entry<String, JsonNode> described : response.path("headers").properties()) {
            String value = answer.headers().get(described.getKey());
            JsonNode header = resolved(described.getValue());
            if (value == null) {
                assertThat(header.path("required").asBoolean())
                        .as(call + " " + described.getKey())
                        .isFalse();
            } else {
                JsonSchema schema = schemas.getSchema(header.path("schema"));
                assertThat(schema.validate(JSON.valueToTree(value))).as(call).isEmpty();
            }
        }
    }

    private void checkBody(String call, JsonNode response, Answer answer) throws IOException {
        if (!response.has("content")) {
            assertThat(answer.body()).as(call).isEmpty();
            return;
        }
        String type = answer.headers().get("Content-Type");
        JsonNode content = response.path("content").path(type);
        assertThat(content.isMissingNode()).as(call + " " + type).isFalse();
        if (type.endsWith("json")) {
            String schema = content.at("/schema/$ref").asText().substring(1);
            assertThat(problems(schema, answer.body()))
                    .as(call + " " + answer.body())
                    .isEmpty();
        }
    }

    private Set<String> problems(String pointer, String json) throws IOException {
        JsonSchema schema = schemas.getSchema(SchemaLocation.of(BASE + "#" + pointer));
        return schema.validate(JSON.readTree(json)).stream()
                .map(Object::toString)
                .collect(Collectors.toSet());
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? tree.at(node.path("$ref").asText().substring(1)) : node;
    }

    private Set<String> described() {
        Set<String> calls = new TreeSet<>();
        Yaml.map(description, "paths")
                .forEach((path, item) -> Yaml.map(item).keySet().stream()
                        .filter(method -> !method.equals("parameters"))
                        .forEach(method -> calls.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return calls;
    }

    private Set<String> describedAnswers() {
        Set<String> answers = new TreeSet<>();
        for (String call : described()) {
            String[] parts = call.split(" ");
            Yaml.map(description, "paths", parts[1], parts[0].toLowerCase(Locale.ROOT), "responses")
                    .keySet()
                    .forEach(status -> answers.add(call + " " + status));
        }
        // Neither touches anything that could break.
        answers.removeAll(Set.of("GET /openapi.yaml 500", "POST /uploads 500"));
        return answers;
    }
}
