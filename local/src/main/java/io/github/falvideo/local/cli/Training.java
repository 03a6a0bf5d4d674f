package io.github.falvideo.local.cli;

import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Pace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes one video that nobody sees, at once: so that a JVM which archives its classes at its exit knows those of a real run. */
public final class Training {
    private Training() {}

    public static void main(String[] args) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Path folder = Files.createTempDirectory("training");
        Surroundings surroundings = new Surroundings(nowhere, nowhere, Map.of(), false, Pace.atOnce(), new FaultPlan());
        int exit = Main.commandLine(surroundings).execute("--out", folder.toString());
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
        System.exit(exit);
    }
}
