package io.github.falvideo.local.cli;

import io.github.falvideo.fal.QueuedRequest;
import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.video.VideoRequest;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A request at fal, named by its id alone: the URLs follow from it. The stand-in's requests lie in a folder. */
final class RequestOptions {
    @Parameters(paramLabel = "ID", description = "fal's request id, as the time-out message and status.json tell it.")
    private String requestId;

    @Option(
            names = "--model",
            paramLabel = "ID",
            defaultValue = VideoRequest.DEFAULT_MODEL,
            description = "The endpoint it was submitted to; only its first two parts count.")
    private String model;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "The data folder of a ./video serve, if the stand-in's request was made there.")
    private Path data;

    String id() {
        return requestId;
    }

    /** Where the stand-in remembers it, if it is the stand-in's. */
    LocalApplication.Settings in(LocalApplication.Settings usual) {
        return data == null ? usual : usual.in(data);
    }

    QueuedRequest request() {
        return new QueuedRequest(model, requestId, null, null, null);
    }
}
