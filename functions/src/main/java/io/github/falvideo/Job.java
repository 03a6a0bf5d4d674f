package io.github.falvideo;

import io.github.falvideo.fal.QueuedRequest;
import java.beans.ConstructorProperties;

/**
 * A submitted video, as the state machine carries it from state to state. The annotation is what lets Lambda's own
 * serialisation build a record.
 *
 * @param id the execution's name
 */
public record Job(String id, String model, String requestId, String statusUrl, String responseUrl, String cancelUrl) {
    @ConstructorProperties({"id", "model", "requestId", "statusUrl", "responseUrl", "cancelUrl"})
    public Job {}

    QueuedRequest request() {
        return new QueuedRequest(model, requestId, statusUrl, responseUrl, cancelUrl);
    }
}
