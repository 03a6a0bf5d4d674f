package io.github.falvideo.api;

import io.github.falvideo.video.VideoKeys;
import java.util.Map;

/** {@code GET /videos/{id}/file}: a redirect to the film, as soon as it lies in the bucket. */
final class FetchFile implements Route.Endpoint {
    private final ApiParts parts;

    FetchFile(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public ApiReply answer(ApiRequest request, String id) {
        String film = VideoKeys.video(id);
        if (parts.presigned().exists(film)) {
            return ApiReply.empty(302)
                    .with("Location", parts.presigned().download(film).url());
        }
        Map<String, Object> told = parts.statusFile().read(id);
        if (told.isEmpty() && parts.claims().read(id).isEmpty()) {
            throw ApiProblem.noVideo(id);
        }
        throw new ApiProblem(
                409,
                "The file of video " + id + " is not there"
                        + (told.isEmpty() ? "." : ": " + told.get("status") + ". " + told.get("message")));
    }
}
