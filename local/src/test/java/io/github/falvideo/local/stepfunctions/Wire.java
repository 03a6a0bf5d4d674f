package io.github.falvideo.local.stepfunctions;

import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends requests as they are on the wire, without an SDK that would hide half of the answer. */
final class Wire {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;

    Wire(URI endpoint) {
        this.endpoint = endpoint;
    }

    record Answer(int status, String errorType, Map<String, Object> body) {
        String text(String field) {
            return (String) body.get(field);
        }
    }

    Answer call(String operation, Object... namesAndValues) throws IOException, InterruptedException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(fields)))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        Map<String, Object> body = new LinkedHashMap<>();
        ((Map<?, ?>) Json.parse(response.body())).forEach((name, value) -> body.put((String) name, value));
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("X-Amzn-Errortype").orElse(null),
                body);
    }
}
