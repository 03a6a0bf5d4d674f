package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.model.Content;
import java.util.Map;

/** How a run ends. */
sealed interface Outcome {
    record Made(Content video) implements Outcome {}

    /** With this as its result; {@code errorType} is null when only the result tells. */
    record Failed(int status, String errorType, Map<String, Object> body) implements Outcome {}

    static Failed cancelled() {
        return new Failed(
                499,
                "client_cancelled",
                Map.of("detail", "Request was cancelled by the client", "error_type", "client_cancelled"));
    }
}
