package io.github.falvideo.local.cli;

import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.cli.display.Display;
import io.github.falvideo.local.cli.videos.DeployedStack;
import io.github.falvideo.local.cli.videos.Videos;
import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.Problem;
import io.github.falvideo.video.VideoRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes one video, from the request to the file. */
@Command(
        name = "video",
        mixinStandardHelpOptions = true,
        version = "video 1.0.0",
        description = {
            "Makes a talking video from a portrait picture and a voice (or a text), through fal.ai's queue.",
            "Without options: from a built-in sample picture and voice."
        },
        sortOptions = false,
        footer = {
            "",
            "FAL_KEY in the environment: fal makes the video, and bills it. Without it, a stand-in makes a placeholder.",
            "Ctrl-C cancels the request at fal and says what fal answered.",
            "",
            "Exit codes: 0 made, 2 bad request, 3 failed at fal, 4 timed out, 130 cancelled."
        })
final class VideoCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final Map<String, String> OPTIONS = Map.of(
            "input.image_url", "--image",
            "input.audio_url", "--audio",
            "input.text", "--text",
            "input.voice_description", "--voice",
            "input.resolution", "--resolution",
            "model", "--model",
            "timeoutSeconds", "--timeout");

    private final Surroundings surroundings;

    @Option(names = "--image", paramLabel = "FILE|URL", description = "The portrait: jpg, png, webp, gif or avif.")
    private String image;

    @Option(names = "--audio", paramLabel = "FILE|URL", description = "The voice: mp3, ogg, wav, m4a or aac.")
    private String audio;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "What to say, instead of a voice: 1 to 2000 characters.")
    private String text;

    @Option(names = "--voice", paramLabel = "WORDS", description = "How the text is spoken: \"warm and calm\".")
    private String voice;

    @Option(names = "--resolution", paramLabel = "480p|720p", description = "480p unless you say otherwise.")
    private String resolution;

    @Option(
            names = "--model",
            paramLabel = "ID",
            description = "A veed/fabric-1.0 endpoint, such as veed/fabric-1.0/fast.")
    private String model;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for fal: 60s to 60m; 5m unless you say otherwise.")
    private Duration timeout;

    @Option(names = "--cancel-on-timeout", description = "Cancel the request at fal when that time has passed.")
    private boolean cancelOnTimeout;

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description =
                    "Make it in a deployed application, named by its stack; region and credentials as for the AWS CLI.")
    private String stackName;

    @Mixin
    private OutputOptions output;

    VideoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (Samples samples = new Samples();
                DeployedStack stack =
                        stackName == null ? null : surroundings.stacks().open(stackName)) {
            List<Problem> problems = new ArrayList<>();
            boolean sample = image == null && audio == null && text == null;
            MediaInput picture = sample ? samples.portrait() : input(image, "input.image_url", true, problems);
            MediaInput sound = sample ? samples.voice() : input(audio, "input.audio_url", false, problems);
            check(picture, sound, stack, problems);
            if (!problems.isEmpty()) {
                problems.forEach(problem -> surroundings.err().println(shown(problem)));
                surroundings.err().println("Nothing was submitted. See ./video --help.");
                return ExitCode.BAD_REQUEST;
            }
            return stack == null ? makeHere(picture, sound) : makeThere(stack, picture, sound);
        }
    }

    private int makeHere(MediaInput picture, MediaInput sound) throws Exception {
        try (Display display = output.display(surroundings)) {
            display.note(
                    surroundings.falKey() == null
                            ? "FAL_KEY is not set: using the stand-in for fal. It costs nothing, and its video is a placeholder."
                            : "Using fal, with the key in FAL_KEY. fal bills the video.");
            return makeHere(picture, sound, display);
        }
    }

    private int makeHere(MediaInput picture, MediaInput sound, Display display) throws Exception {
        try (LocalApplication application = LocalApplication.start(output.application(surroundings))) {
            Videos videos = new Videos(
                    application.stepFunctions(),
                    application.s3(),
                    LocalApplication.BUCKET,
                    application.stateMachineArn(),
                    surroundings.waiting());
            return make(videos, picture, sound, display);
        }
    }

    private int makeThere(DeployedStack stack, MediaInput picture, MediaInput sound) throws Exception {
        try (Display display = output.display(surroundings)) {
            display.note("Using the deployed application " + stackName + ". fal bills the video.");
            return make(stack.videos(surroundings.waiting()), picture, sound, display);
        }
    }

    private int make(Videos videos, MediaInput picture, MediaInput sound, Display display) throws Exception {
        String id = UUID.randomUUID().toString();
        String request = Json.text(request(url(videos, picture), url(videos, sound)));
        Follower follower = new Follower(videos, display, surroundings.waiting(), LOOK);
        CtrlC ctrlC = CtrlC.cancels(videos, id, display);
        try {
            videos.start(id, request);
            Ending ending = Ending.of(follower.follow(id), output.again());
            if (ending.isMade()) {
                ending = ending.savedAs(videos.save(id, output.folder()));
            }
            ctrlC.disarm();
            display.end(ending.status(), ending.lines());
            return ending.exitCode();
        } finally {
            ctrlC.disarm();
        }
    }

    /** Files are uploaded first. */
    private static String url(Videos videos, MediaInput input) {
        if (input == null || input.file() == null) {
            return input == null ? null : input.url();
        }
        return videos.upload(input.file(), input.uploadName(), input.kind().contentType());
    }

    private static String planned(MediaInput input, String bucket) {
        return input == null ? null : input.planned(bucket);
    }

    private static MediaInput input(String value, String field, boolean picture, List<Problem> problems) {
        return value == null ? null : MediaInput.parse(value, field, picture, problems);
    }

    /** Everything that is known to be wrong before anything is uploaded. */
    private void check(MediaInput picture, MediaInput sound, DeployedStack stack, List<Problem> problems) {
        String bucket = stack == null ? LocalApplication.BUCKET : stack.bucket();
        try {
            VideoRequest.parse(
                    request(planned(picture, bucket), planned(sound, bucket)),
                    bucket,
                    stack == null && surroundings.falKey() == null);
        } catch (InvalidRequestException e) {
            e.problems().stream()
                    .filter(found ->
                            problems.stream().noneMatch(known -> known.field().equals(found.field())))
                    .forEach(problems::add);
        }
    }

    private Map<String, Object> request(String imageUrl, String audioUrl) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("image_url", imageUrl);
        input.put("audio_url", audioUrl);
        input.put("text", text);
        input.put("voice_description", voice);
        input.put("resolution", resolution);
        input.values().removeIf(value -> value == null);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("model", model);
        request.put("input", input);
        request.put("timeoutSeconds", timeout == null ? null : timeout.toSeconds());
        request.put("cancelOnTimeout", cancelOnTimeout);
        request.values().removeIf(value -> value == null);
        return request;
    }

    private static String shown(Problem problem) {
        String option = OPTIONS.get(problem.field());
        return (option == null ? "" : option + " ") + "(" + problem.field() + "): " + problem.message();
    }
}
