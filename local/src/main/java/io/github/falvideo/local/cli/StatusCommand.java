package io.github.falvideo.local.cli;

import io.github.falvideo.CheckStatusHandler;
import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.local.cli.display.Display;
import io.github.falvideo.local.cli.videos.KnownVideos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One look at a video, or at a request in fal's queue. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Says where a video stands, by its id, or by fal's request id.",
            "With --server or --stack that application is asked for a video of this id. Without, a ./video serve is asked, if one",
            "runs; if it knows no such video, the id is taken for fal's request id, and fal (or the stand-in) is asked.",
            "Exit codes: 0 made or on its way, 3 failed or unknown, 4 timed out, 130 cancelled."
        },
        sortOptions = false)
final class StatusCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private RequestOptions wanted;

    @Mixin
    private ApplicationOptions application;

    @Mixin
    private OutputOptions output;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Optional<Map<String, Object>> video = video();
        if (video.isPresent()) {
            return told(video.get());
        }
        if (application.isNamed()) {
            surroundings.err().println("There is no video " + wanted.id() + ".");
            return ExitCode.FAILED;
        }
        return atFal();
    }

    private Optional<Map<String, Object>> video() throws IOException, InterruptedException {
        try (KnownVideos videos = application.open(surroundings)) {
            return videos.status(wanted.id());
        } catch (IOException e) {
            if (application.isNamed()) {
                throw e;
            }
            return Optional.empty(); // whatever else listens there, or nothing: then it is fal that is asked
        }
    }

    private int told(Map<String, Object> status) {
        try (Display display = output.display(surroundings)) {
            Ending ending = Ending.of(status);
            List<String> lines = new ArrayList<>(ending.lines());
            lines.set(0, status.get("status") + ": " + lines.get(0));
            display.end(status, lines);
            return StatusFile.isSettled(status) ? ending.exitCode() : ExitCode.MADE;
        }
    }

    private int atFal() throws IOException {
        try (FalAccess fal = FalAccess.open(wanted.in(output.application(surroundings)));
                Display display = output.display(surroundings)) {
            CheckStatusHandler.Output status =
                    CheckStatusHandler.Output.of(fal.queue().status(wanted.request()));
            display.end(fields(status), List.of(line(status)));
            return status.error() == null ? ExitCode.MADE : ExitCode.FAILED;
        }
    }

    /** The names of status.json. */
    static Map<String, Object> fields(CheckStatusHandler.Output status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status.status());
        fields.put("message", status.message());
        fields.put("queuePosition", status.queuePosition());
        fields.put("progress", status.progress());
        fields.put("error", status.error());
        fields.values().removeIf(value -> value == null);
        return fields;
    }

    private static String line(CheckStatusHandler.Output status) {
        return status.message()
                + (status.progress() == null ? "" : " " + status.progress() + "%")
                + (status.error() == null ? "" : " " + status.error());
    }
}
