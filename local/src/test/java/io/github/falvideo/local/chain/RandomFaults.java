package io.github.falvideo.local.chain;

import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Sets one to five faults, drawn from a seed, on one video of a chain. */
final class RandomFaults {
    private static final List<String> FUNCTIONS = List.of(
            "SubmitFunction", "CheckStatusFunction", "FetchResultFunction", "DownloadToS3Function", "CancelFunction");
    private static final List<S3Edge.Error> S3_ERRORS =
            List.of(S3Edge.Error.UNAVAILABLE, S3Edge.Error.SLOW_DOWN, S3Edge.Error.INTERNAL, S3Edge.Error.NO_ANSWER);

    /** Without the one that says the same as a cancel. */
    private static final List<String> REQUEST_ERRORS = Faults.REQUEST_ERRORS.keySet().stream()
            .filter(type -> !type.equals("client_cancelled"))
            .sorted()
            .toList();

    private final Chain chain;
    private final String id;
    private final Random random;
    private final Instants instants;
    private final Set<String> failing = new HashSet<>();

    /** @param startedAt how long after the chain's start this video starts */
    RandomFaults(Chain chain, String id, Random random, Duration startedAt) {
        this.chain = chain;
        this.id = id;
        this.random = random;
        this.instants = () -> startedAt.plusMillis(random.nextInt(150_000));
    }

    private interface Instants {
        Duration some();
    }

    /** Sets them, and says what they are. */
    List<String> set() {
        List<String> set = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            set.add(
                    switch (random.nextInt(8)) {
                        case 0 -> fal(CallKind.SUBMIT, submit());
                        case 1 -> fal(CallKind.STATUS, status());
                        case 2 -> fal(CallKind.RESULT, result());
                        case 3 -> fal(CallKind.MEDIA, media());
                        case 4 -> random.nextBoolean() ? fal(CallKind.CANCEL, cancel()) : pace();
                        case 5 -> lambda();
                        case 6 -> s3();
                        default -> user();
                    });
        }
        return set;
    }

    private String fal(CallKind call, Effect effect) {
        int last = call == CallKind.STATUS ? 22 : 3;
        int first = call == CallKind.SUBMIT ? 1 : 1 + random.nextInt(last);
        Occurrences times = random.nextInt(12) == 0
                ? Occurrences.from(first)
                : new Occurrences(first, first + random.nextInt(call == CallKind.STATUS ? 10 : 3));
        Fault fault = Fault.on(call, times, effect).of(id);
        chain.falFaults.add(fault);
        return fault.toString();
    }

    private Effect submit() {
        return one(
                Effect.Refuse::new,
                Faults::tooManyRequests,
                () -> Faults.status(503, "No capacity"),
                Effect.Lose::new,
                () -> new Effect.Cut(random.nextInt(300)),
                Faults::takenNotJson,
                () -> new Effect.Respond(500, Map.of(), "<html>", true),
                () -> new Effect.Silence(random.nextBoolean()),
                Faults::lockedAccount,
                () -> Faults.missing("image_url", "audio_url"),
                () -> Faults.repliesFrom("https://evil.example"),
                () -> Faults.failing(any(Faults.MODEL_ERRORS), "The model's reason."),
                () -> Faults.ending(any(REQUEST_ERRORS)));
    }

    private Effect status() {
        return one(
                () -> Faults.status(any(List.of(408, 429, 500, 502, 503, 504)), "Not now"),
                Effect.Refuse::new,
                Effect.Lose::new,
                () -> new Effect.Silence(false),
                () -> new Effect.Stall(random.nextInt(50)),
                () -> Faults.html(200),
                () -> Faults.empty(200),
                Faults::unknownWord,
                () -> Faults.position(random.nextInt(9)),
                () -> new Effect.Logs(20_000),
                () -> Faults.status(any(List.of(401, 404)), "No"),
                () -> Faults.completedWith("internal_error", "Something broke."));
    }

    private Effect result() {
        return one(
                Faults::stillInProgress,
                () -> Faults.status(any(List.of(429, 500, 502, 504)), "Not now"),
                Effect.Lose::new,
                () -> new Effect.Silence(false),
                () -> Faults.html(200),
                Faults::noVideo,
                () -> Faults.status(404, "Not found"),
                () -> Faults.videoAt("https://evil.example/video.mp4"),
                () -> Faults.videoSize(7),
                () -> Faults.modelError(any(Faults.MODEL_ERRORS), "The model's reason."));
    }

    private Effect media() {
        return one(
                () -> new Effect.Cut(random.nextInt(10_000)),
                () -> new Effect.Stall(random.nextInt(2_000)),
                Effect.Lose::new,
                Effect.Refuse::new,
                () -> new Effect.Silence(false),
                () -> new Effect.Length(random.nextInt(4_000)),
                Effect.NoLength::new,
                Effect.NoRange::new,
                Effect.Changed::new,
                () -> Faults.html(200),
                () -> Faults.empty(200),
                () -> Faults.status(any(List.of(403, 404, 429, 500, 503)), "No"),
                () -> Faults.redirect("https://evil.example/video.mp4"));
    }

    private Effect cancel() {
        return one(
                Effect.Lose::new,
                () -> new Effect.Silence(random.nextBoolean()),
                () -> Faults.status(any(List.of(401, 429, 500)), "No"),
                () -> Faults.html(200),
                Effect.Unheeded::new,
                () -> new Effect.Respond(404, Map.of(), "{\"status\": \"NOT_FOUND\"}", false));
    }

    private String pace() {
        Pace pace = new Pace(
                random.nextInt(5), Duration.ofSeconds(random.nextInt(100)), Duration.ofSeconds(random.nextInt(400)));
        chain.falFaults.add(Fault.on(CallKind.SUBMIT, Occurrences.always(), new Effect.Paced(pace))
                .of(id));
        return pace.toString();
    }

    private String lambda() {
        LambdaEdge.Effect effect = any(List.of(LambdaEdge.Effect.values()));
        int first = 1 + random.nextInt(3);
        LambdaEdge.Fault fault = new LambdaEdge.Fault(
                any(FUNCTIONS),
                id,
                new Occurrences(first, first + random.nextInt(3)),
                effect != LambdaEdge.Effect.THROTTLED && random.nextBoolean(),
                effect);
        chain.lambda.add(fault);
        return fault.toString();
    }

    private String s3() {
        return switch (random.nextInt(6)) {
            case 0 -> s3("PutObject", "submission.json", 1 + random.nextInt(3), random.nextBoolean(), any(S3_ERRORS));
            case 1 -> s3("GetObject", "submission.json", 1 + random.nextInt(2), false, any(S3_ERRORS));
            case 2 -> s3("PutObject", "submission.json", 1, true, S3Edge.Error.PRECONDITION_FAILED);
            case 3 -> s3("PutObject", "status.json", 1 + random.nextInt(22), random.nextBoolean(), any(S3_ERRORS));
            case 4 -> s3("PutObject", "video.mp4", 1, random.nextBoolean(), any(S3_ERRORS));
            default -> s3("CompleteMultipartUpload", "video.mp4", 1, random.nextBoolean(), any(S3_ERRORS));
        };
    }

    /** Once for each kind of call: what fails twice is overcome; what fails for minutes is for the dead letter queue. */
    private String s3(String operation, String file, int first, boolean after, S3Edge.Error error) {
        if (!failing.add(operation + file)) {
            return "nothing more of " + operation + " " + file;
        }
        S3Edge.Fault fault =
                new S3Edge.Fault(id, operation, file, new Occurrences(first, first + random.nextInt(2)), after, error);
        chain.s3Edge.add(fault);
        return fault.toString();
    }

    /** Somebody stops it or cancels it; that nothing is at an instant by itself needs ways that take time. */
    private String user() {
        for (String function : FUNCTIONS) {
            chain.lambda.add(new LambdaEdge.Fault(function, id, Occurrences.always(), false, LambdaEdge.Effect.SLOW));
        }
        Duration at = instants.some();
        if (random.nextBoolean()) {
            chain.at(at, () -> chain.stop(id));
            return "stopped at " + at;
        }
        chain.at(at, () -> tryToCancel());
        return "cancelled at " + at;
    }

    private void tryToCancel() {
        try {
            chain.cancel(Map.of("id", id));
        } catch (RuntimeException e) {
            // A person sees the message and may try again; this one does not.
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    @SafeVarargs
    private Effect one(Supplier<? extends Effect>... of) {
        return of[random.nextInt(of.length)].get();
    }
}
