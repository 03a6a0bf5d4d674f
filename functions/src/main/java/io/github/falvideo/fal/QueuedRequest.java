package io.github.falvideo.fal;

/**
 * A request in fal's queue. Each URL may be null: it is then built from model and request id; where a URL is given, model and request id
 * may be null.
 *
 * @param model the model id it was submitted to, such as {@code veed/fabric-1.0/fast}
 */
public record QueuedRequest(String model, String requestId, String statusUrl, String responseUrl, String cancelUrl) {}
