package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import io.github.falvideo.local.fal.model.Content;
import io.github.falvideo.local.fal.model.Json;
import io.github.falvideo.local.fal.model.Renderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A stand-in queue without a network, with a clock of its own, and short words for its calls. */
final class StandInCaller {
    static final String KEY = "test-key";
    static final String MODEL = "veed/fabric-1.0";
    static final Content FILM = Content.of("....ftypisom: a film of forty bytes, or so");
    static final Map<String, Object> INPUT = Map.of(
            "image_url", "https://example.org/a.png?X-Amz-Signature=1",
            "audio_url", "https://example.org/a.mp3",
            "resolution", "480p");

    final VirtualClock clock = new VirtualClock();
    final FaultPlan faults = new FaultPlan();
    final StandInQueue queue;

    StandInCaller() {
        this((id, model, input) -> FILM);
    }

    StandInCaller(Renderer renderer) {
        this(renderer, Memory.NONE, Runnable::run);
    }

    StandInCaller(Renderer renderer, Memory memory, Executor work) {
        AtomicInteger ids = new AtomicInteger();
        StandInSettings settings = StandInSettings.forPeople(KEY)
                .with(clock)
                .with(new Pace(2, Duration.ofSeconds(5), Duration.ofSeconds(100)))
                .with(renderer)
                .withIds(() -> "request-" + ids.incrementAndGet());
        queue = new StandInQueue(settings, faults, work, memory);
    }

    Answer answer(String method, String path, String body) {
        return queue.answer(
                new Call(method, path, Map.of("Authorization", "Key " + KEY), body.getBytes(StandardCharsets.UTF_8)));
    }

    Answer.Reply call(String method, String path, String body) {
        return (Answer.Reply) answer(method, path, body);
    }

    Answer.Reply submit() {
        return submit(MODEL, INPUT);
    }

    Answer.Reply submit(String model, Map<String, Object> input) {
        return call("POST", "/" + model, Json.text(input));
    }

    Answer.Reply status(String id) {
        return call("GET", "/" + MODEL + "/requests/" + id + "/status?logs=1", "");
    }

    Answer.Reply result(String id) {
        return call("GET", "/" + MODEL + "/requests/" + id, "");
    }

    Answer.Reply cancel(String id) {
        return call("PUT", "/" + MODEL + "/requests/" + id + "/cancel", "");
    }

    /** Media is fetched without the key. */
    Answer.Reply media(String id, Map<String, String> headers) {
        return (Answer.Reply) queue.answer(new Call("GET", Route.video(id), headers, null));
    }

    void queuePasses() {
        clock.pass(Duration.ofSeconds(15));
    }

    void runPasses() {
        clock.pass(Duration.ofSeconds(115));
    }

    void set(CallKind call, Occurrences times, Effect effect) {
        faults.add(Fault.on(call, times, effect));
    }

    static Map<String, Object> json(Answer.Reply reply) {
        try {
            return Json.object(reply.body().bytes());
        } catch (IOException e) {
            throw new AssertionError(
                    "not a JSON object: " + new String(reply.body().bytes(), StandardCharsets.UTF_8), e);
        }
    }

    /** The entries of a {@code detail} array. */
    static List<Map<String, Object>> details(Answer.Reply reply) {
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> details =
                (List<Map<String, Object>>) json(reply).get("detail");
        return details;
    }

    /** The messages of a status' logs. */
    static List<String> messages(Answer.Reply reply) {
        @SuppressWarnings("unchecked")
        List<Map<String, Object>> logs = (List<Map<String, Object>>) json(reply).get("logs");
        return logs.stream().map(log -> (String) log.get("message")).toList();
    }
}
