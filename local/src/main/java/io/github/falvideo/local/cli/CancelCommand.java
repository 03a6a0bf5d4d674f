package io.github.falvideo.local.cli;

import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.cli.videos.KnownVideos;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels one video of an application. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Cancels a video of a ./video serve or of a deployed application, and says what fal answered.",
            "Exit codes: 0 stopped, 3 not stopped: unknown, or too late."
        },
        sortOptions = false)
final class CancelCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "ID", description = "The video's id, as ./video list shows it.")
    private String id;

    @Option(names = "--json", description = "The answer as JSON, for scripts.")
    private boolean json;

    @Mixin
    private ApplicationOptions application;

    CancelCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (KnownVideos videos = application.open(surroundings)) {
            KnownVideos.Cancelled cancelled = videos.cancel(id);
            surroundings.out().println(json ? Json.text(cancelled.fields()) : cancelled.message());
            return cancelled.done() ? ExitCode.MADE : ExitCode.FAILED;
        }
    }
}
