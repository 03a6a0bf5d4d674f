package io.github.falvideo.api;

import io.github.falvideo.aws.PresignedLinks;
import io.github.falvideo.video.MediaKind;
import io.github.falvideo.video.Problem;
import io.github.falvideo.video.UploadLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code POST /uploads}: a presigned PUT for one picture or one voice. */
final class OfferUpload implements Route.Endpoint {
    private static final Set<String> FIELDS = Set.of("fileName", "contentType", "size");
    private static final int MAX_NAME = 200;

    private final ApiParts parts;

    OfferUpload(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public ApiReply answer(ApiRequest request, String none) {
        List<Problem> problems = new ArrayList<>();
        Map<?, ?> fields = JsonBody.of(request) instanceof Map<?, ?> map ? map : Map.of();
        String name = fileName(fields.get("fileName"), problems);
        String contentType = contentType(fields.get("contentType"), name, problems);
        long size = size(fields.get("size"), problems);
        fields.keySet().stream()
                .filter(field -> !FIELDS.contains(field))
                .forEach(field -> problems.add(new Problem(
                        "request", "has a field that is not known; those are fileName, contentType and size")));
        if (!problems.isEmpty()) {
            throw new ApiProblem(422, "The upload cannot be accepted.", problems);
        }
        String key = UploadLimits.FOLDER + parts.words().get() + "/" + name.replaceAll("[^A-Za-z0-9._-]", "-");
        PresignedLinks.Link link = parts.presigned().upload(key, contentType, size);
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("uploadUrl", link.url());
        content.put("uri", "s3://" + parts.bucket() + "/" + key);
        content.put("expiresAt", link.expiresAt().toString());
        content.put("headers", link.headers());
        return ApiReply.json(201, content);
    }

    private static String fileName(Object value, List<Problem> problems) {
        if (value instanceof String name
                && name.length() <= MAX_NAME
                && name.matches("[^/]+\\.[^/.]+")
                && kind(name).isPresent()) {
            return name;
        }
        problems.add(new Problem(
                "fileName",
                "must be a name without a folder, at most " + MAX_NAME + " characters long, of "
                        + MediaKind.IMAGE.description() + " or " + MediaKind.AUDIO.description()));
        return null;
    }

    private static String contentType(Object value, String name, List<Problem> problems) {
        if (name == null) {
            return null;
        }
        MediaKind kind = kind(name).orElseThrow();
        if (value == null) {
            return kind.mediaType(suffix(name));
        }
        if (value instanceof String type && kind.hasMediaType(type)) {
            return type;
        }
        problems.add(new Problem("contentType", "must be the media type of " + kind.description() + ", or left out"));
        return null;
    }

    private static long size(Object value, List<Problem> problems) {
        boolean whole = value instanceof Integer || value instanceof Long;
        long size = whole ? ((Number) value).longValue() : 0;
        if (size < 1 || size > UploadLimits.MAX_MEDIA_BYTES) {
            problems.add(new Problem(
                    "size", "must be the file's exact size in bytes, 1 to " + UploadLimits.MAX_MEDIA_BYTES));
        }
        return size;
    }

    private static Optional<MediaKind> kind(String name) {
        return MediaKind.ofSuffix(suffix(name));
    }

    private static String suffix(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
