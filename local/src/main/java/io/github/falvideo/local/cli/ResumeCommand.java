package io.github.falvideo.local.cli;

import io.github.falvideo.CheckStatusHandler;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.QueuedRequest;
import io.github.falvideo.fal.ResultNotReadyException;
import io.github.falvideo.fal.media.MediaStream;
import io.github.falvideo.local.cli.display.Display;
import io.github.falvideo.local.cli.videos.VideoFile;
import io.github.falvideo.local.cli.videos.Waiting;
import io.github.falvideo.video.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fetches and saves a video that finished after its deadline, or whose download failed. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description =
                "Waits for a request at fal, by its request id, and saves its video. Nothing is submitted, nothing is paid again.",
        sortOptions = false)
final class ResumeCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final Surroundings surroundings;

    @Mixin
    private RequestOptions wanted;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "5m",
            description = "How long to wait when it is not ready: 5m unless you say otherwise.")
    private Duration timeout;

    @Mixin
    private OutputOptions output;

    ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        QueuedRequest request = wanted.request();
        try (FalAccess fal = FalAccess.open(wanted.in(output.application(surroundings)));
                Display display = output.display(surroundings)) {
            Waiting waiting = surroundings.waiting();
            Instant deadline = waiting.now().plus(timeout);
            for (int poll = 1; ; poll++) {
                Optional<GeneratedVideo> video = look(fal, request, poll, display);
                if (video.isPresent()) {
                    save(fal, video.get(), request, display);
                    return ExitCode.MADE;
                }
                if (!waiting.now().plus(POLL).isBefore(deadline)) {
                    display.end(
                            Map.of("status", "TIMED_OUT", "requestId", request.requestId()),
                            List.of("Not ready yet. Try again later: ./video resume " + request.requestId()));
                    return ExitCode.TIMED_OUT;
                }
                waiting.sleep(POLL);
            }
        }
    }

    private static Optional<GeneratedVideo> look(FalAccess fal, QueuedRequest request, int poll, Display display) {
        try {
            CheckStatusHandler.Output status =
                    CheckStatusHandler.Output.of(fal.queue().status(request));
            Map<String, Object> shown = StatusCommand.fields(status);
            shown.put("polls", poll);
            display.poll(shown);
            return "COMPLETED".equals(status.status()) ? Optional.of(fal.queue().result(request)) : Optional.empty();
        } catch (FalUnavailableException | ResultNotReadyException e) {
            display.note(e.getMessage()); // a missed poll: the next one may know more
            return Optional.empty();
        }
    }

    private void save(FalAccess fal, GeneratedVideo video, QueuedRequest request, Display display) throws IOException {
        Path file;
        try (MediaStream film = fal.media().open(video, request.requestId())) {
            file = VideoFile.save(film, output.folder(), request.requestId() + ".mp4");
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("status", "SUCCEEDED");
        status.put("requestId", request.requestId());
        status.put("file", file.toString());
        status.put("hostedUrl", video.url());
        display.end(
                status,
                List.of("Saved to " + file + " (" + FileSize.text(Files.size(file)) + ")", "Hosted at " + video.url()));
    }
}
