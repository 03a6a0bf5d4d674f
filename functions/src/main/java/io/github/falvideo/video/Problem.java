package io.github.falvideo.video;

/**
 * One thing that is wrong with a request.
 *
 * @param field where, as a path that the caller wrote ({@code input.image_url}); {@code request} is the whole of it
 * @param message what is wrong and what would be right, without a subject ({@code must be 480p or 720p, not "1080p"}).
 *     It never repeats a text or a URL of the request, so that it may be logged
 */
public record Problem(String field, String message) {
    @Override
    public String toString() {
        return field + ": " + message;
    }
}
