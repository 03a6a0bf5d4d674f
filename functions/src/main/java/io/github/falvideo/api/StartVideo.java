package io.github.falvideo.api;

import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.Problem;
import io.github.falvideo.video.VideoRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code POST /videos}: starts a video; with an {@code Idempotency-Key} only once. */
final class StartVideo implements Route.Endpoint {
    private static final String KEY = "idempotency-key";
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7E](?:[\\x20-\\x7E]{0,253}[\\x21-\\x7E])?");
    private static final int KEY_HEX = 32;

    private final ApiParts parts;
    private final Links links;

    StartVideo(ApiParts parts, Links links) {
        this.parts = parts;
        this.links = links;
    }

    @Override
    public ApiReply answer(ApiRequest request, String none) {
        VideoRequest video = video(JsonBody.of(request));
        String key = request.header(KEY);
        String id = key == null ? parts.words().get() : idOf(key);
        if (!parts.start().start(id, video)) {
            throw new ApiProblem(
                    422, "This Idempotency-Key was used for another request, video " + id + ". Take a new one.");
        }
        Map<String, Object> told = parts.statusFile().read(id);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", id);
        content.put("status", told.get("status"));
        content.put("message", told.get("message"));
        content.put("links", links.of(id));
        return ApiReply.json(202, content).with("Location", links.path(id));
    }

    private VideoRequest video(Object json) {
        try {
            return VideoRequest.parse(json, parts.bucket(), parts.allowLoopback());
        } catch (InvalidRequestException e) {
            throw new ApiProblem(422, "The request is not valid. Nothing was started.", e.problems());
        }
    }

    private static String idOf(String key) {
        if (!PRINTABLE.matcher(key).matches()) {
            throw new ApiProblem(
                    400,
                    "The Idempotency-Key cannot be used. Nothing was started.",
                    List.of(new Problem("Idempotency-Key", "must be 1 to 255 printable ASCII characters")));
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "key-" + HexFormat.of().formatHex(digest).substring(0, KEY_HEX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
