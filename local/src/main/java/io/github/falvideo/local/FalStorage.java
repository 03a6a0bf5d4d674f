package io.github.falvideo.local;

import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * fal's own storage, as its public clients use it: a POST that asks for a place, then a PUT of the file to that place. The key goes to
 * the storage API only; the place is a URL that is signed already.
 */
final class FalStorage {
    static final URI API = URI.create("https://rest.fal.ai");

    private static final Duration ASK = Duration.ofSeconds(30);
    private static final Duration SEND = Duration.ofMinutes(10);

    private final URI api;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    FalStorage(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    /**
     * Uploads one file; gives the URL under which fal can fetch it.
     *
     * @param name with a suffix that fal knows
     * @throws IOException when fal refuses the file or does not answer
     */
    String upload(byte[] file, String name, String contentType) throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(api.resolve("/storage/upload/initiate?storage_type=fal-cdn-v3"))
                .timeout(ASK)
                .header("Authorization", "Key " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(Map.of("content_type", contentType, "file_name", name))))
                .build();
        Map<?, ?> place = object(checked(ask, "fal's storage did not take " + name));
        HttpRequest send = HttpRequest.newBuilder(place(place, "upload_url"))
                .timeout(SEND)
                .header("Content-Type", contentType)
                .PUT(BodyPublishers.ofByteArray(file))
                .build();
        checked(send, "Uploading " + name + " to fal failed");
        return place(place, "file_url").toString();
    }

    private String checked(HttpRequest request, String failure) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(failure + ": HTTP " + response.statusCode()
                    + (response.statusCode() == 401 ? " (is FAL_KEY right?)" : "") + ".");
        }
        return response.body();
    }

    private static Map<?, ?> object(String body) throws IOException {
        try {
            if (Json.parse(body) instanceof Map<?, ?> fields) {
                return fields;
            }
        } catch (IllegalArgumentException e) {
            // told below, like any other answer that is no object
        }
        throw new IOException("fal's storage gave an answer that cannot be read.");
    }

    private URI place(Map<?, ?> fields, String field) throws IOException {
        URI uri = URI.create(String.valueOf(fields.get(field)));
        if (!"https".equals(uri.getScheme()) && !api.getAuthority().equals(uri.getAuthority())) {
            throw new IOException("fal's storage gave a " + field + " that is not https.");
        }
        return uri;
    }
}
