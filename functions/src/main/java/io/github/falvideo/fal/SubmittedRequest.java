package io.github.falvideo.fal;

/**
 * What fal answered to a submit. The three URLs are always safe to use: where the reply lacks one, or names a foreign host, it is built
 * from the request id.
 *
 * @param queuePosition number of requests ahead, or null when fal did not say
 */
public record SubmittedRequest(
        String requestId, String statusUrl, String responseUrl, String cancelUrl, Integer queuePosition) {}
