package io.github.falvideo;

import io.github.falvideo.fal.GeneratedVideo;
import java.beans.ConstructorProperties;

/**
 * A finished video as FetchResult gives it; only the URL is sure.
 *
 * @param fileSize in bytes
 */
public record HostedVideo(String url, String contentType, String fileName, Long fileSize) {
    @ConstructorProperties({"url", "contentType", "fileName", "fileSize"})
    public HostedVideo {}

    GeneratedVideo generated() {
        return new GeneratedVideo(url, contentType, fileName, fileSize);
    }
}
