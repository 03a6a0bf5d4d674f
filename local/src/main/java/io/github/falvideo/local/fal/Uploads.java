package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.model.Content;
import io.github.falvideo.local.fal.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** fal's storage, as its own clients use it: initiate, then PUT to the URL they are told, then a public file. */
final class Uploads {
    private final URI base;
    private final Memory memory;
    private final Map<String, Memory.StoredFile> files = new ConcurrentHashMap<>();

    Uploads(URI base, Memory memory) {
        this.base = base;
        this.memory = memory;
    }

    Answer.Reply initiate(String id, Call call) {
        try {
            Map<String, Object> asked = Json.object(call.body());
            if (asked.get("file_name") instanceof String name && asked.get("content_type") instanceof String type) {
                String plain = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
                files.put(id, new Memory.StoredFile(type, null));
                return Replies.json(
                        200,
                        Map.of("upload_url", base + Route.put(id, plain), "file_url", base + Route.upload(id, plain)));
            }
        } catch (IOException e) {
            // No JSON object is the same to the client as one without the two fields.
        }
        return Replies.detail(422, "file_name and content_type are required");
    }

    Answer.Reply put(String id, Call call) {
        Memory.StoredFile announced = files.get(id);
        if (announced == null) {
            return Replies.detail(403, "This upload was not initiated");
        }
        Memory.StoredFile file = new Memory.StoredFile(announced.contentType(), Content.of(call.body()));
        memory.stored(id, file);
        files.put(id, file);
        return Answer.Reply.whole(200, Map.of(), Content.of(""));
    }

    Answer.Reply get(String id, Call call) {
        Memory.StoredFile file =
                files.computeIfAbsent(id, unknown -> memory.file(unknown).orElse(null));
        if (file == null || file.content() == null) {
            return Replies.detail(404, "File not found");
        }
        return Ranges.serve(call, file.content(), file.contentType(), '"' + id + '"', true);
    }
}
