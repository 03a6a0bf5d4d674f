package io.github.falvideo.local.cli;

import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.cli.display.BarDisplay;
import io.github.falvideo.local.cli.display.Display;
import io.github.falvideo.local.cli.display.JsonDisplay;
import io.github.falvideo.local.cli.display.PlainDisplay;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where results go, in files and on the screen; the same for every command that makes some. */
final class OutputOptions {
    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "output",
            description = "Where the video is put: ./output unless you say otherwise.")
    private Path out;

    @Option(names = "--json", description = "One JSON document a line, for scripts: each status, and the last one.")
    private boolean json;

    /** With which another command finds the stand-in's requests and puts videos here too; empty when it does so anyway. */
    String again() {
        return out.equals(Path.of("output")) ? "" : " --out " + out;
    }

    Path folder() {
        return out;
    }

    /** Beside the videos lies what this application remembers of them. */
    LocalApplication.Settings application(Surroundings surroundings) {
        return new LocalApplication.Settings(
                out.resolve(".video"), surroundings.falKey(), surroundings.standIn(), surroundings.faults());
    }

    Display display(Surroundings surroundings) {
        if (json) {
            return new JsonDisplay(surroundings.out(), surroundings.err());
        }
        return surroundings.terminal() ? new BarDisplay(surroundings.out()) : new PlainDisplay(surroundings.out());
    }
}
