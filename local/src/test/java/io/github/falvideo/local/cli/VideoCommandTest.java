package io.github.falvideo.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.cli.videos.DeployedStack;
import io.github.falvideo.local.cli.videos.Waiting;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jcodec.api.FrameGrab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person or a script uses it, against the stand-in, with real sockets. */
class VideoCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FaultPlan faults = new FaultPlan();
    private Waiting waiting = Waiting.real();

    @Test
    void shouldMakeAPlayableVideoFromTheSample() throws Exception {
        int exit = video("--out", folder.toString());

        assertThat(exit).isEqualTo(ExitCode.MADE);
        assertThat(lines())
                .startsWith(
                        "FAL_KEY is not set: using the stand-in for fal. It costs nothing, and its video is a placeholder.")
                .contains("[1] Video generation complete! 100%");
        assertThat(lines().get(2)).startsWith("Saved to " + film()).endsWith("KB)");
        assertThat(lines().get(3)).startsWith("Hosted at http://127.0.0.1:");
        assertThat(FrameGrab.getFrameFromFile(film().toFile(), 5).getHeight()).isEqualTo(480);
    }

    @Test
    void shouldMakeAVideoFromATextInTheAskedResolution() throws Exception {
        int exit = video(
                "--image",
                picture().toString(),
                "--text",
                "Good morning",
                "--voice",
                "warm",
                "--resolution",
                "720p",
                "--out",
                folder.toString());

        assertThat(exit).isEqualTo(ExitCode.MADE);
        assertThat(FrameGrab.getFrameFromFile(film().toFile(), 5).getHeight()).isEqualTo(720);
    }

    @Test
    void shouldPrintOneJsonDocumentALineForScripts() throws Exception {
        int exit = video("--json", "--out", folder.toString());

        assertThat(exit).isEqualTo(ExitCode.MADE);
        Map<?, ?> last = (Map<?, ?>) Json.parse(lines().get(lines().size() - 1));
        assertThat(last.get("status")).isEqualTo("SUCCEEDED");
        assertThat(last.get("file")).isEqualTo(film().toString());
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("FAL_KEY is not set");
    }

    @Test
    void shouldNameEveryBadFieldAtOnceAndSubmitNothing() throws Exception {
        Path words = Files.writeString(folder.resolve("words.png"), "no picture");

        int exit = video(
                "--image", words.toString(), "--audio", "missing.mp3", "--resolution", "1080p", "--timeout", "5s");

        assertThat(exit).isEqualTo(ExitCode.BAD_REQUEST);
        assertThat(errors())
                .containsExactly(
                        "--image (input.image_url): the file " + words
                                + " is not a picture (jpg, png, webp, gif, avif)",
                        "--audio (input.audio_url): there is no file "
                                + Path.of("missing.mp3").toAbsolutePath(),
                        "--resolution (input.resolution): must be 480p or 720p, not \"1080p\"",
                        "--timeout (timeoutSeconds): must be a whole number from 60 to 3600, not 5",
                        "Nothing was submitted. See ./video --help.");
        assertThat(out.size()).isZero();
    }

    @Test
    void shouldRefuseATextOf2001CharactersAndNameTheExcess() throws Exception {
        int exit = video("--image", picture().toString(), "--text", "x".repeat(2001));

        assertThat(exit).isEqualTo(ExitCode.BAD_REQUEST);
        assertThat(errors().get(0))
                .isEqualTo(
                        "--text (input.text): must be at most 2000 characters long; it has 2001, which is 1 too many");
    }

    @Test
    void shouldRefuseAnUnknownModelAndAForeignBucket() {
        int exit =
                video("--model", "foo/bar", "--image", "s3://elsewhere/a.png", "--audio", "https://example.com/a.mp3");

        assertThat(exit).isEqualTo(ExitCode.BAD_REQUEST);
        assertThat(errors()).hasSize(3);
        assertThat(errors().get(0)).startsWith("--model (model): must be veed/fabric-1.0 or one of its variants");
        assertThat(errors().get(1))
                .startsWith("--image (input.image_url): must be an object of this application's own bucket");
    }

    @Test
    void shouldRefuseAnUnknownOption() {
        assertThat(video("--bogus")).isEqualTo(ExitCode.BAD_REQUEST);
        assertThat(errors().get(0)).isEqualTo("Unknown option: '--bogus'");
    }

    @Test
    void shouldExitWith3AndFalsReasonWhenFalRefuses() {
        faults.add(Fault.on(
                CallKind.SUBMIT,
                Occurrences.always(),
                Faults.modelError("image_too_small", "The image is too small.")));

        int exit = video("--out", folder.toString());

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(lines().get(1)).contains("The image is too small.");
    }

    @Test
    void shouldExitWith3AndFalsReasonWhenTheModelFails() {
        faults.add(Fault.on(
                CallKind.SUBMIT,
                Occurrences.always(),
                Faults.failing("face_detection_error", "Could not detect a face.")));

        int exit = video("--out", folder.toString());

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(String.join("\n", lines())).contains("Could not detect a face.");
    }

    @Test
    void shouldFindTheStandInsRequestsInALaterRun() throws Exception {
        assertThat(video("--json", "--out", folder.toString())).isEqualTo(ExitCode.MADE);
        String requestId = (String) ((Map<?, ?>) Json.parse(lines().get(lines().size() - 1))).get("requestId");
        Files.delete(film());

        assertThat(video("status", requestId, "--out", folder.toString())).isEqualTo(ExitCode.MADE);
        assertThat(lines().get(lines().size() - 1)).isEqualTo("Video generation complete! 100%");
        assertThat(video("resume", requestId, "--out", folder.toString())).isEqualTo(ExitCode.MADE);
        assertThat(film()).hasFileName(requestId + ".mp4");
    }

    @Test
    void shouldSayThatAVideoIsNotReadyWhenResumingTakesTooLong() throws Exception {
        assertThat(video("--json", "--out", folder.toString())).isEqualTo(ExitCode.MADE);
        String requestId = (String) ((Map<?, ?>) Json.parse(lines().get(lines().size() - 1))).get("requestId");
        out.reset();
        Effect queued = new Effect.Merge(Map.of("status", "IN_QUEUE", "queue_position", 4, "logs", List.of()));
        faults.add(Fault.on(CallKind.STATUS, Occurrences.always(), queued));
        waiting = new Impatience();

        assertThat(video("resume", requestId, "--timeout", "1m", "--out", folder.toString()))
                .isEqualTo(ExitCode.TIMED_OUT);
        assertThat(lines())
                .hasSize(13)
                .startsWith("[1] In queue, position 4...")
                .endsWith(
                        "[12] In queue, position 4...", "Not ready yet. Try again later: ./video resume " + requestId);
    }

    private int video(String... arguments) {
        Surroundings surroundings = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                Pace.atOnce(),
                faults,
                DeployedStack::open,
                waiting);
        return Main.commandLine(surroundings).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    private Path film() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path picture() throws IOException {
        Path picture = folder.resolve("me.png");
        try (var sample = VideoCommandTest.class.getResourceAsStream("/sample/portrait.png")) {
            Files.copy(sample, picture);
        }
        return picture;
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> errors() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Nobody waits; the clock goes on as if they did. */
    private static final class Impatience implements Waiting {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration time) {
            now = now.plus(time);
        }
    }
}
