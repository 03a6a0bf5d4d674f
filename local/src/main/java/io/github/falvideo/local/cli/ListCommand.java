package io.github.falvideo.local.cli;

import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.cli.videos.KnownVideos;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The latest videos of an application. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the latest videos of a ./video serve or of a deployed application, newest first.",
        sortOptions = false)
final class ListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many: 1 to 100.")
    private int limit;

    @Option(names = "--json", description = "One JSON document a line, for scripts.")
    private boolean json;

    @Mixin
    private ApplicationOptions application;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (KnownVideos videos = application.open(surroundings)) {
            List<Map<String, Object>> latest = videos.latest(limit);
            if (latest.isEmpty() && !json) {
                surroundings.out().println("No videos yet.");
            }
            latest.forEach(video -> surroundings.out().println(json ? Json.text(video) : line(video)));
            return ExitCode.MADE;
        }
    }

    private static String line(Map<String, Object> video) {
        return "%-11s  %.19s  %s".formatted(video.get("status"), video.get("startedAt"), video.get("id"));
    }
}
