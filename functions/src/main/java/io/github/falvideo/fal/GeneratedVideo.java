package io.github.falvideo.fal;

/**
 * Where the finished video lies. Only the URL is sure; the others are null when fal did not say.
 *
 * @param contentType as fal has it, which is not always a video type
 * @param fileSize in bytes
 */
public record GeneratedVideo(String url, String contentType, String fileName, Long fileSize) {}
