package io.github.falvideo.local.cli;

import io.github.falvideo.local.cli.videos.KnownVideos;
import io.github.falvideo.local.cli.videos.ServerVideos;
import io.github.falvideo.local.cli.videos.StackVideos;
import java.io.IOException;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which application is meant; the same for every command that looks at one from outside. */
final class ApplicationOptions {
    private static final URI LOCAL = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A ./video serve: http://127.0.0.1:8080 unless you say otherwise.")
    private URI server;

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "A deployed application, by its stack's name; region and credentials as for the AWS CLI.")
    private String stack;

    /** Whether the user has named one. */
    boolean isNamed() {
        return server != null || stack != null;
    }

    KnownVideos open(Surroundings surroundings) throws IOException {
        return stack == null
                ? new ServerVideos(server == null ? LOCAL : server)
                : new StackVideos(surroundings.stacks().open(stack), surroundings.waiting());
    }
}
