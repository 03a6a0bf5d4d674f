package io.github.falvideo.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** {@code GET /openapi.yaml}: the description of this API. */
final class OpenApi implements Route.Endpoint {
    private static final String RESOURCE = "/openapi.yaml";

    @Override
    public ApiReply answer(ApiRequest request, String none) {
        try (InputStream description = OpenApi.class.getResourceAsStream(RESOURCE)) {
            return ApiReply.of(200, "application/yaml", new String(description.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
