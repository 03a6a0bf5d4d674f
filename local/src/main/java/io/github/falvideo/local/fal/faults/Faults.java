package io.github.falvideo.local.fal.faults;

import io.github.falvideo.local.fal.model.Json;
import io.github.falvideo.local.fal.model.ModelError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Effects in fal's own words, ready to be set. */
public final class Faults {
    /** The kinds of 422 that fal's models document. */
    public static final List<String> MODEL_ERRORS = List.of(
            "content_policy_violation",
            "no_media_generated",
            "image_too_small",
            "image_too_large",
            "image_load_error",
            "file_download_error",
            "face_detection_error",
            "file_too_large",
            "audio_duration_too_long",
            "audio_duration_too_short",
            "unsupported_audio_format",
            "unsupported_image_format",
            "one_of");

    /** What fal says of a request that ended for a reason of its own: {@code error_type} and the code of the result. */
    public static final Map<String, Integer> REQUEST_ERRORS = Map.ofEntries(
            Map.entry("request_timeout", 504),
            Map.entry("startup_timeout", 504),
            Map.entry("runner_scheduling_failure", 503),
            Map.entry("runner_connection_timeout", 503),
            Map.entry("runner_disconnected", 503),
            Map.entry("runner_connection_refused", 503),
            Map.entry("runner_connection_error", 503),
            Map.entry("runner_incomplete_response", 502),
            Map.entry("runner_server_error", 500),
            Map.entry("internal_error", 500),
            Map.entry("client_disconnected", 499),
            Map.entry("client_cancelled", 499),
            Map.entry("bad_request", 400));

    private Faults() {}

    /** A status code with {@code {"detail": "…"}}; the call has no effect. */
    public static Effect status(int status, String detail) {
        return new Effect.Respond(status, json(), Json.text(Map.of("detail", detail)), false);
    }

    /** 429 with {@code Retry-After: 1}. */
    public static Effect tooManyRequests() {
        return new Effect.Respond(
                429,
                Map.of("Content-Type", "application/json", "Retry-After", "1"),
                "{\"detail\": \"Too many requests\"}",
                false);
    }

    /** 403 of an account without money. */
    public static Effect lockedAccount() {
        return status(
                403, "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.");
    }

    /** The page of a proxy in between, instead of an answer. */
    public static Effect html(int status) {
        return new Effect.Respond(
                status,
                Map.of("Content-Type", "text/html"),
                "<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>",
                false);
    }

    /** A reply without a body. */
    public static Effect empty(int status) {
        return new Effect.Respond(status, Map.of(), "", false);
    }

    /** The call has its effect, and the reply is no JSON. */
    public static Effect takenNotJson() {
        return new Effect.Respond(200, json(), "{\"status\": \"IN_QU", true);
    }

    /** 400: asked for the result too early. */
    public static Effect stillInProgress() {
        return status(400, "Request is still in progress");
    }

    /** 422 about these fields of the input, each of them missing. */
    public static Effect missing(String... fields) {
        List<ModelError> errors = new ArrayList<>();
        for (String field : fields) {
            errors.add(ModelError.of("missing", field, "Field required", Map.of(), Map.of()));
        }
        return new Effect.Respond(422, json(), Json.text(ModelError.body(errors)), false);
    }

    /** 422 of the model, of one of {@link #MODEL_ERRORS}. Set on RESULT, or with {@link #failing} on SUBMIT. */
    public static Effect modelError(String type, String msg) {
        return new Effect.Respond(422, json(), Json.text(modelErrorBody(type, msg)), false);
    }

    /** The run ends with a 422 of the model. For SUBMIT. */
    public static Effect failing(String type, String msg) {
        return new Effect.Fails(422, null, modelErrorBody(type, msg));
    }

    /** The run ends with one of {@link #REQUEST_ERRORS}, and the status says so. For SUBMIT. */
    public static Effect ending(String errorType) {
        return new Effect.Fails(
                REQUEST_ERRORS.get(errorType),
                errorType,
                Map.of("detail", "The request ended: " + errorType, "error_type", errorType));
    }

    /** COMPLETED with an error, as a status says it. For STATUS. */
    public static Effect completedWith(String errorType, String error) {
        return new Effect.Merge(Map.of("status", "COMPLETED", "error", error, "error_type", errorType));
    }

    /** A status word that nobody knows. For STATUS. */
    public static Effect unknownWord() {
        return new Effect.Merge(Map.of("status", "PONDERING"));
    }

    /** Another position than the time says. For STATUS. */
    public static Effect position(int position) {
        return new Effect.Merge(Map.of("status", "IN_QUEUE", "queue_position", position));
    }

    /** A result whose video lies elsewhere. For RESULT. */
    public static Effect videoAt(String url) {
        return new Effect.Merge(Map.of("video", Map.of("url", url)));
    }

    /** A result that tells of another size than the file has. For RESULT. */
    public static Effect videoSize(long size) {
        return new Effect.Merge(Map.of("video", Map.of("file_size", size)));
    }

    /** A result without a video. For RESULT. */
    public static Effect noVideo() {
        return new Effect.Merge(removing("video"));
    }

    /** A submit reply whose three URLs are on another host. For SUBMIT. */
    public static Effect repliesFrom(String base) {
        return new Effect.Merge(Map.of(
                "response_url", base + "/veed/fabric-1.0/requests/x",
                "status_url", base + "/veed/fabric-1.0/requests/x/status",
                "cancel_url", base + "/veed/fabric-1.0/requests/x/cancel"));
    }

    /** A reply without these fields. */
    public static Effect without(String... fields) {
        return new Effect.Merge(removing(fields));
    }

    /** The media is elsewhere. For MEDIA. */
    public static Effect redirect(String location) {
        return new Effect.Respond(302, Map.of("Location", location), "", false);
    }

    private static Map<String, Object> removing(String... fields) {
        Map<String, Object> nothing = new LinkedHashMap<>();
        for (String field : fields) {
            nothing.put(field, null);
        }
        return nothing;
    }

    private static Map<String, Object> modelErrorBody(String type, String msg) {
        return ModelError.body(List.of(new ModelError(type, List.of("body"), msg, Map.of(), null)));
    }

    private static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }
}
