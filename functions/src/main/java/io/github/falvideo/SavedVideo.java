package io.github.falvideo;

import io.github.falvideo.aws.VideoUpload.StoredVideo;
import io.github.falvideo.video.FileSize;
import io.github.falvideo.video.Messages;

/**
 * A video in the application's bucket, as DownloadToS3 gives it and the status file shows it.
 *
 * @param uri {@code s3://bucket/key}
 * @param size in bytes
 * @param sizeText for people
 * @param sha256 of the content, lower-case hex
 * @param hostedUrl where fal hosts it, for a while
 * @param message for the user
 */
public record SavedVideo(
        String bucket,
        String key,
        String uri,
        long size,
        String sizeText,
        String contentType,
        String sha256,
        String hostedUrl,
        String message) {
    static SavedVideo of(StoredVideo stored, String hostedUrl) {
        return new SavedVideo(
                stored.bucket(),
                stored.key(),
                stored.uri(),
                stored.size(),
                FileSize.text(stored.size()),
                stored.contentType(),
                stored.sha256(),
                hostedUrl,
                Messages.saved(stored.uri(), stored.size(), hostedUrl));
    }
}
