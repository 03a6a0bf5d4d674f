package io.github.falvideo.api;

import io.github.falvideo.aws.PresignedLinks;
import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.aws.StatusFile.Told;
import io.github.falvideo.video.Messages;
import io.github.falvideo.video.VideoKeys;
import io.github.falvideo.video.VideoStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /videos/{id}}: the status file, and a download link when there is something to download. It touches S3 only.
 *
 * <p>Of a video that can be downloaded the {@code ETag} also tells when the link ends. So 304 means that the caller's own
 * copy still serves: the same status, and a link that works for some minutes more.
 */
final class ShowVideo implements Route.Endpoint {
    private static final Duration LINK_LEFT = Duration.ofMinutes(5);
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

    private final ApiParts parts;
    private final Links links;

    ShowVideo(ApiParts parts, Links links) {
        this.parts = parts;
        this.links = links;
    }

    @Override
    public ApiReply answer(ApiRequest request, String id) {
        Optional<Told> told = parts.statusFile().find(id);
        if (told.isEmpty()) {
            return withoutFile(id);
        }
        Map<String, Object> fields = told.get().fields();
        boolean succeeded = VideoStatus.SUCCEEDED.name().equals(fields.get("status"));
        String version = told.get().etag().replace("\"", "");
        String known = known(request.header("if-none-match"), version, succeeded);
        if (known != null) {
            return headers(ApiReply.empty(304), known, fields);
        }
        Map<String, Object> content = new LinkedHashMap<>(fields);
        content.put("id", id);
        String tag = '"' + version + '"';
        if (succeeded) {
            PresignedLinks.Link link = parts.presigned().download(VideoKeys.video(id));
            content.put("video", video(fields.get("video"), link));
            tag = "W/\"" + version + "." + link.expiresAt().getEpochSecond() + '"';
        }
        content.put("links", links.of(id));
        return headers(ApiReply.json(200, content), tag, fields);
    }

    private ApiReply withoutFile(String id) {
        if (parts.claims().read(id).isEmpty()) {
            throw ApiProblem.noVideo(id);
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", id);
        content.put("status", VideoStatus.IN_QUEUE.name());
        content.put("message", Messages.inQueue(null));
        content.put("links", links.of(id));
        return headers(ApiReply.json(200, content), null, content);
    }

    private static Map<String, Object> video(Object told, PresignedLinks.Link link) {
        Map<String, Object> video = new LinkedHashMap<>();
        if (told instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> video.put(String.valueOf(name), value));
        }
        video.put("downloadUrl", link.url());
        video.put("downloadUrlExpiresAt", link.expiresAt().toString());
        return video;
    }

    /** The caller's tag that stands for a copy which still serves; null when there is none. */
    private String known(String ifNoneMatch, String version, boolean succeeded) {
        Matcher tags = TAG.matcher(ifNoneMatch == null ? "" : ifNoneMatch);
        while (tags.find()) {
            String tag = tags.group(1);
            if (!succeeded && tag.equals(version)) {
                return '"' + version + '"';
            }
            if (succeeded && tag.startsWith(version + ".") && linkServes(tag.substring(version.length() + 1))) {
                return "W/\"" + tag + '"';
            }
        }
        return null;
    }

    private boolean linkServes(String end) {
        return end.matches("[0-9]{1,11}")
                && parts.clock().instant().plus(LINK_LEFT).isBefore(Instant.ofEpochSecond(Long.parseLong(end)));
    }

    private static ApiReply headers(ApiReply reply, String tag, Map<String, Object> fields) {
        ApiReply tagged = reply.with("Cache-Control", "private, no-cache");
        if (tag != null) {
            tagged = tagged.with("ETag", tag);
        }
        return StatusFile.isSettled(fields) ? tagged : tagged.with("Retry-After", "5");
    }
}
