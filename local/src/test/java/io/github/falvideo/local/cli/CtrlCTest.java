package io.github.falvideo.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, interrupted as a terminal interrupts it. */
@DisabledOnOs(OS.WINDOWS)
class CtrlCTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void shouldCancelAtFalAndSayWhatFalAnswered() throws Exception {
        Process video = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--out",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = video.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.startsWith("[1] In queue")) {
                    interrupt(video);
                }
            }
        }

        assertThat(video.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(video.exitValue()).isEqualTo(ExitCode.CANCELLED);
        // A poll that was on its way may still be told; the end is told once.
        assertThat(lines.subList(lines.indexOf("Cancelling..."), lines.size()))
                .filteredOn(line -> !line.startsWith("["))
                .hasSize(2)
                .last(STRING)
                .contains("fal has cancelled request");
        assertThat(folder.toFile().listFiles(File::isFile)).isEmpty();
    }

    private static void interrupt(Process process) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }
}
