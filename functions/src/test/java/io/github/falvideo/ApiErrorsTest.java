package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.ApiBench.Answer;
import io.github.falvideo.aws.InMemoryS3;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Request;

class ApiErrorsTest {
    private final ApiBench bench = new ApiBench();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/videos/", "/videos/a/b", "/videos/a/file/", "/Videos", "//videos", "/openapi.json"})
    void shouldAnswer404ForAnUnknownPath(String path) {
        Answer answer = bench.call("GET", path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(answer.json()).containsEntry("title", "Not Found").containsEntry("status", 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/videos|GET, POST",
                "POST|/videos/a|DELETE, GET",
                "DELETE|/videos/a/file|GET",
                "GET|/uploads|POST",
                "PATCH|/openapi.yaml|GET",
                "get|/videos|GET, POST"
            })
    void shouldTellWhatAPathTakes(String method, String path, String allow) {
        Answer answer = bench.call(method, path);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("Allow", allow);
        assertThat(answer.detail()).isEqualTo("This path takes " + allow + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\"", "nonsense", "{} {}", "[1,", "{\"a\": 01}"})
    void shouldRefuseWhatIsNoJson(String body) {
        assertThat(bench.post("/videos", body).status()).isEqualTo(400);
        assertThat(bench.post("/uploads", body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "\"text\"", "17"})
    void shouldTellThatARequestIsAnObject(String body) {
        Answer answer = bench.post("/videos", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problems()).singleElement().asString().startsWith("request: ");
    }

    @Test
    void shouldTakeABodyOf16KiBAndNoLonger() {
        String padded = ApiBench.SPEECH + " ".repeat(16 * 1024 - ApiBench.SPEECH.length());

        assertThat(bench.post("/videos", padded).status()).isEqualTo(202);
        Answer tooLarge = bench.post("/videos", padded + " ");
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.detail()).contains("16385", "16384");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"})
    void shouldRefuseAnotherContentType(String type) {
        Answer answer = bench.call("POST", "/videos", ApiBench.SPEECH, Map.of("content-type", type));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(bench.call("POST", "/videos", ApiBench.SPEECH, Map.of()).status())
                .isEqualTo(415);
    }

    @Test
    void shouldTakeAContentTypeWithParametersAndHeadersInAnyCase() {
        assertThat(bench.call(
                                "POST",
                                "/videos",
                                ApiBench.SPEECH,
                                Map.of("Content-Type", "Application/JSON; charset=utf-8"))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void shouldReadABodyInBase64() {
        String encoded = Base64.getEncoder().encodeToString(ApiBench.SPEECH.getBytes(StandardCharsets.UTF_8));
        String event = "{\"rawPath\": \"/videos\", \"headers\": {\"content-type\": \"application/json\"}, \"body\": \""
                + "%s\", \"isBase64Encoded\": true, \"requestContext\": {\"http\": {\"method\": \"POST\"}}}";

        assertThat(bench.event(event.formatted(encoded)).status()).isEqualTo(202);
        assertThat(bench.event(event.formatted("%%%")).status()).isEqualTo(400);
    }

    @Test
    void shouldTakeACallWithoutHeadersQueryAndBody() {
        assertThat(bench.event("{\"rawPath\": \"/videos\", \"requestContext\": {\"http\": {\"method\": \"GET\"}}}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseAQueryThatCannotBeDecoded() {
        assertThat(bench.call("GET", "/videos?next=%zz").status()).isEqualTo(400);
    }

    @Test
    void shouldTellNothingInternal() {
        bench.edges.s3.fault(new InMemoryS3.Fault() {
            @Override
            public void before(String operation, S3Request request) {
                throw new IllegalStateException("arn:aws:secret at io.github.falvideo.Secret");
            }
        });
        for (String call : List.of("GET /videos/a", "GET /videos/a/file", "DELETE /videos/a")) {
            Answer answer = bench.call(call.split(" ")[0], call.split(" ")[1]);

            assertThat(answer.status()).as(call).isEqualTo(500);
            assertThat(answer.body()).as(call).doesNotContain("arn:", "falvideo", "Exception", "at io.");
        }
    }
}
