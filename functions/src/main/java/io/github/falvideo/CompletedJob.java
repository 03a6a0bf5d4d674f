package io.github.falvideo;

import io.github.falvideo.fal.QueuedRequest;
import java.beans.ConstructorProperties;

/**
 * A job that fal calls COMPLETED, and what its last status said.
 *
 * @param statusError {@code error} of the status, null when it told none
 * @param statusErrorType {@code errorType} of the status, null when it told none
 */
public record CompletedJob(
        String id,
        String model,
        String requestId,
        String statusUrl,
        String responseUrl,
        String cancelUrl,
        String statusError,
        String statusErrorType) {
    @ConstructorProperties({
        "id",
        "model",
        "requestId",
        "statusUrl",
        "responseUrl",
        "cancelUrl",
        "statusError",
        "statusErrorType"
    })
    public CompletedJob {}

    QueuedRequest request() {
        return new QueuedRequest(model, requestId, statusUrl, responseUrl, cancelUrl);
    }
}
