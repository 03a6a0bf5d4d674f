package io.github.falvideo.local.cli;

import io.github.falvideo.fal.QueuedRequest;
import io.github.falvideo.video.VideoRequest;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A request at fal, named by its id alone: the URLs follow from it. */
final class RequestOptions {
    @Parameters(paramLabel = "REQUEST_ID", description = "fal's id, as the time-out message and status.json tell it.")
    private String requestId;

    @Option(
            names = "--model",
            paramLabel = "ID",
            defaultValue = VideoRequest.DEFAULT_MODEL,
            description = "The endpoint it was submitted to; only its first two parts count.")
    private String model;

    QueuedRequest request() {
        return new QueuedRequest(model, requestId, null, null, null);
    }
}
