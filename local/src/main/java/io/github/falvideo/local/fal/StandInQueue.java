package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.model.Content;
import io.github.falvideo.local.fal.model.InputException;
import io.github.falvideo.local.fal.model.InputRules;
import io.github.falvideo.local.fal.model.Json;
import io.github.falvideo.local.fal.model.ModelError;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * fal's queue without a network: takes a call, gives an answer. Time passes only as the settings' clock says. Safe for many
 * threads; keeps a few hundred bytes per request.
 *
 * <p>Wire facts are those of fal-queue. Model, required fields and resolution are checked at submit (422); files are fetched
 * and the video is made on the given executor, and what goes wrong there is the result's 422.
 */
public final class StandInQueue {
    static final String REQUEST_ID_HEADER = "x-fal-request-id";

    private final StandInSettings settings;
    private final FaultPlan faults;
    private final Executor work;
    private final Uploads uploads;
    private final Memory memory;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    /** Requests of an earlier life whose work is begun again when somebody asks for them. */
    private final Map<String, Runnable> unended = new ConcurrentHashMap<>();

    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final Map<CallKind, LongAdder> calls = new EnumMap<>(CallKind.class);
    private final LongAdder strayKeys = new LongAdder();

    /** @param work runs the rendering; {@code Runnable::run} makes it part of the submit */
    public StandInQueue(StandInSettings settings, FaultPlan faults, Executor work) {
        this(settings, faults, work, Memory.NONE);
    }

    StandInQueue(StandInSettings settings, FaultPlan faults, Executor work, Memory memory) {
        this.settings = settings;
        this.faults = faults;
        this.work = work;
        this.memory = memory;
        this.uploads = new Uploads(settings.media(), memory);
        for (CallKind kind : CallKind.values()) {
            calls.put(kind, new LongAdder());
        }
        memory.requests().forEach(this::resume);
    }

    private void resume(Memory.Remembered remembered) {
        Run run = remembered.run();
        runs.put(run.id(), run);
        accepted.merge(run.label(), 1, Integer::sum);
        if (remembered.outcome() != null) {
            run.end(remembered.outcome());
        } else {
            unended.put(run.id(), () -> start(run, remembered.model(), remembered.input()));
        }
    }

    /** Answers one call to the queue, to its storage or to its media. */
    public Answer answer(Call call) {
        Route route = Route.of(call);
        calls.get(route.kind()).increment();
        if (!route.needsKey() && call.header("authorization") != null) {
            strayKeys.increment();
        }
        Map<String, Object> input = route.kind() == CallKind.SUBMIT ? input(call) : null;
        Run run = route.id() == null ? null : runs.get(route.id());
        List<Effect> effects = faults.strike(route.kind(), label(run, input));
        Answer instead = Aftermath.instead(effects);
        if (instead != null) {
            return instead;
        }
        Answer.Reply reply = reply(call, route, run, input, effects);
        if (run != null) {
            reply.headers().put(REQUEST_ID_HEADER, run.id());
        }
        return Aftermath.of(reply, effects);
    }

    private String label(Run run, Map<String, Object> input) {
        if (run != null) {
            return run.label();
        }
        return input == null ? null : settings.label().apply(input);
    }

    private Answer.Reply reply(Call call, Route route, Run run, Map<String, Object> input, List<Effect> effects) {
        if (route.needsKey() && !("Key " + settings.key()).equals(call.header("authorization"))) {
            return Replies.detail(401, "The key is missing or unknown. Expected 'Authorization: Key <FAL_KEY>'.");
        }
        Instant now = settings.clock().instant();
        return switch (route.kind()) {
            case SUBMIT -> submit(route.model(), input, effects);
            case INITIATE -> uploads.initiate(settings.ids().get(), call);
            case UPLOAD -> uploads.put(route.id(), call);
            case FILE -> uploads.get(route.id(), call);
            case OTHER -> Replies.detail(404, "Path " + call.plainPath() + " not found");
            case STATUS, RESULT, CANCEL, MEDIA ->
                run == null ? Replies.unknownRequest() : ofRun(call, route.kind(), run, now, effects);
        };
    }

    private Answer.Reply ofRun(Call call, CallKind kind, Run run, Instant now, List<Effect> effects) {
        Runnable begin = unended.remove(run.id());
        if (begin != null) {
            begin.run();
        }
        run.awaitWork(now);
        return switch (kind) {
            case STATUS -> Replies.status(run, now, call.asks("logs", "1"));
            case RESULT -> Replies.result(run, now, settings.media());
            case CANCEL -> cancel(run, now, effects);
            default -> media(call, run, now, effects);
        };
    }

    private Answer.Reply cancel(Run run, Instant now, List<Effect> effects) {
        boolean before = run.isCancelled();
        Run.Phase met = run.cancel(now, find(effects, Effect.Unheeded.class) == null);
        if (run.isCancelled() && !before) {
            memory.cancelled(run);
        }
        return Replies.cancelled(met);
    }

    private Answer.Reply submit(String model, Map<String, Object> input, List<Effect> effects) {
        if (!InputRules.knows(model)) {
            return Replies.detail(404, "Application '" + model + "' not found");
        } else if (input == null) {
            return Replies.json(
                    422,
                    ModelError.body(List.of(
                            new ModelError("json_invalid", List.of("body"), "JSON decode error", Map.of(), null))));
        }
        List<ModelError> errors = InputRules.check(model, input);
        if (!errors.isEmpty()) {
            return Replies.json(422, ModelError.body(errors));
        }
        Effect.Paced paced = find(effects, Effect.Paced.class);
        Run run = new Run(
                settings.ids().get(),
                Route.app(model),
                settings.label().apply(input),
                settings.clock().instant(),
                paced == null ? settings.pace() : paced.pace());
        try {
            memory.accepted(run, model, input);
        } catch (IOException e) {
            return Replies.detail(503, "The stand-in cannot keep a request: " + e);
        }
        runs.put(run.id(), run);
        accepted.merge(run.label(), 1, Integer::sum);
        Effect.Fails fails = find(effects, Effect.Fails.class);
        if (fails != null) {
            run.end(memory.ended(run, new Outcome.Failed(fails.status(), fails.errorType(), fails.body())));
        } else {
            start(run, model, input);
        }
        Answer.Reply reply = Replies.submitted(run, settings.queue());
        reply.headers().put(REQUEST_ID_HEADER, run.id());
        return reply;
    }

    private void start(Run run, String model, Map<String, Object> input) {
        try {
            work.execute(() -> run.end(memory.ended(run, render(run.id(), model, input))));
        } catch (RejectedExecutionException e) {
            run.end(failure(503, "runner_scheduling_failure", "No runner is free"));
        }
    }

    private Outcome render(String id, String model, Map<String, Object> input) {
        try {
            return new Outcome.Made(settings.renderer().render(id, model, input));
        } catch (InputException e) {
            return new Outcome.Failed(422, null, ModelError.body(List.of(e.error())));
        } catch (RuntimeException e) {
            return failure(500, "runner_server_error", "The stand-in could not make the video: " + e);
        }
    }

    private static Outcome failure(int status, String errorType, String detail) {
        return new Outcome.Failed(status, errorType, Map.of("detail", detail, "error_type", errorType));
    }

    private Answer.Reply media(Call call, Run run, Instant now, List<Effect> effects) {
        if (run.phase(now) != Run.Phase.DONE || !(run.outcome() instanceof Outcome.Made made)) {
            return Replies.detail(404, "File not found");
        }
        if (find(effects, Effect.Changed.class) != null) {
            run.changeMedia();
        }
        Effect.Length length = find(effects, Effect.Length.class);
        Content video = length == null ? made.video() : made.video().resized(length.bytes());
        boolean knowsRanges = find(effects, Effect.NoRange.class) == null;
        return Ranges.serve(call, video, "video/mp4", run.etag(), knowsRanges);
    }

    private static Map<String, Object> input(Call call) {
        try {
            return Json.object(call.body());
        } catch (IOException e) {
            return null; // Not a JSON object: refused when it comes to the submit, after the key was checked.
        }
    }

    private static <E extends Effect> E find(List<Effect> effects, Class<E> kind) {
        return effects.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElse(null);
    }

    /** How many calls of a kind have come, faulty ones included. */
    public long calls(CallKind kind) {
        return calls.get(kind).sum();
    }

    /** How many submits were accepted, and so would be billed, for each label. More than 1 is a doubled video. */
    public Map<String, Integer> accepted() {
        return new TreeMap<>(accepted);
    }

    /** How many calls that need no key (media, uploads) carried one all the same. */
    public long strayKeys() {
        return strayKeys.sum();
    }

    /** Every accepted request, by its state at this instant. */
    public List<RequestView> requests() {
        Instant now = settings.clock().instant();
        return runs.values().stream().map(run -> view(run, now)).toList();
    }

    /** The requests that are queued or running at this instant, and so would still be billed. */
    public List<RequestView> unfinished() {
        return requests().stream()
                .filter(view -> !view.state().equals("COMPLETED"))
                .toList();
    }

    private static RequestView view(Run run, Instant now) {
        return new RequestView(
                run.id(), run.label(), Replies.word(run.phase(now)), run.isCancelled(), run.submittedAt());
    }
}
