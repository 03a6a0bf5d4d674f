package io.github.falvideo.local.chain;

import io.github.falvideo.local.asl.TaskCall;
import io.github.falvideo.local.asl.TaskFailure;
import io.github.falvideo.local.asl.TaskResource;
import io.github.falvideo.local.asl.Time;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What goes wrong between Step Functions and Lambda. */
final class LambdaEdge implements UnaryOperator<TaskResource> {
    /** What happens to one invocation. The first four come in two kinds: the function did not run, or ran and nobody learned it. */
    enum Effect {
        THROTTLED("Lambda.TooManyRequestsException", "Rate Exceeded."),
        SERVICE_ERROR("Lambda.ServiceException", "Service error."),
        /** The function's own time limit. */
        FUNCTION_TIMED_OUT(
                "Sandbox.Timedout",
                "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: 1 Error: Task timed out after 60.00 seconds\"}"),
        /** No answer ever, until the state's time limit: {@code States.Timeout}. */
        NO_ANSWER(null, null),
        /** The same event twice, one after the other; the second answer is the one that counts. */
        TWICE(null, null),
        /** Two copies at the same instant; the answer of the second counts. */
        AT_ONCE(null, null),
        /** It runs as it should, and every way to fal or S3 takes its time. */
        SLOW(null, null);

        private final String error;
        private final String cause;

        Effect(String error, String cause) {
            this.error = error;
            this.cause = cause;
        }
    }

    /**
     * @param function its name in the template
     * @param id only for this video; null for all
     * @param times on which of these invocations
     * @param after whether the function has run all the same
     */
    record Fault(String function, String id, Occurrences times, boolean after, Effect effect) {}

    private static final class Armed {
        private final Fault fault;
        private final AtomicInteger seen = new AtomicInteger();

        Armed(Fault fault) {
            this.fault = fault;
        }
    }

    /** Told of each invocation before and after the function runs, while the execution still waits. */
    interface Witness {
        void invoked(TaskCall call, boolean after);
    }

    /** Thrown by a witness inside a function: Lambda ends it here, and Step Functions learns it at the function's time limit. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final String ALL = "";
    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    private final Time time;
    private final Latency latency;
    private final Map<String, List<Armed>> faults = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> invocations = new TreeMap<>();
    private volatile Duration firstCopy = Duration.ofMillis(20);
    private volatile Duration secondCopy = Duration.ofMillis(20);
    private volatile Witness witness = (call, after) -> {};

    LambdaEdge(Time time, Latency latency) {
        this.time = time;
        this.latency = latency;
    }

    void add(Fault fault) {
        String id = fault.id() == null ? ALL : fault.id();
        faults.computeIfAbsent(id, any -> new CopyOnWriteArrayList<>()).add(new Armed(fault));
    }

    /** How long each way to fal or S3 takes the two copies of {@link Effect#AT_ONCE}; {@link Effect#SLOW} is like the second. */
    void copies(Duration first, Duration second) {
        firstCopy = first;
        secondCopy = second;
    }

    void witness(Witness newWitness) {
        witness = newWitness;
    }

    /** How often each function was run. */
    synchronized Map<String, Integer> invocations() {
        Map<String, Integer> counts = new TreeMap<>();
        invocations.forEach((function, count) -> counts.put(function, count.get()));
        return counts;
    }

    @Override
    public TaskResource apply(TaskResource resource) {
        return call -> {
            String function = function(call);
            return function == null ? witnessed(resource, call) : invoke(resource, call, function);
        };
    }

    private CompletionStage<Object> invoke(TaskResource resource, TaskCall call, String function) throws Exception {
        Fault fault = strike(function, call.executionName());
        if (fault == null) {
            return counted(resource, call, function);
        }
        return switch (fault.effect()) {
            case TWICE -> {
                ignored(() -> counted(resource, call, function));
                yield counted(resource, call, function);
            }
            case AT_ONCE -> {
                time.execute(() -> latency.during(firstCopy, () -> ignored(() -> counted(resource, call, function))));
                yield latency.during(secondCopy, () -> stage(() -> counted(resource, call, function)));
            }
            case SLOW -> latency.during(secondCopy, () -> stage(() -> counted(resource, call, function)));
            default -> {
                if (fault.after()) {
                    ignored(() -> counted(resource, call, function));
                }
                yield failed(fault.effect(), call);
            }
        };
    }

    private static CompletionStage<Object> failed(Effect effect, TaskCall call) {
        if (effect.error != null) {
            throw new TaskFailure(effect.error, effect.cause);
        }
        call.letTimePass();
        return new CompletableFuture<>();
    }

    private CompletionStage<Object> counted(TaskResource resource, TaskCall call, String function) throws Exception {
        synchronized (this) {
            invocations.computeIfAbsent(function, any -> new AtomicInteger()).incrementAndGet();
        }
        try {
            return witnessed(resource, call);
        } catch (Killed e) {
            Latency.sleep(time, TIME_LIMIT);
            return failed(Effect.FUNCTION_TIMED_OUT, call);
        }
    }

    private CompletionStage<Object> witnessed(TaskResource resource, TaskCall call) throws Exception {
        witness.invoked(call, false);
        try {
            return resource.run(call);
        } finally {
            witness.invoked(call, true);
        }
    }

    private Fault strike(String function, String id) {
        Fault ofAll = strike(faults.getOrDefault(ALL, List.of()), function);
        Fault ofThis = strike(faults.getOrDefault(id, List.of()), function);
        return ofAll != null ? ofAll : ofThis;
    }

    private static Fault strike(List<Armed> faults, String function) {
        Fault struck = null;
        for (Armed armed : faults) {
            Fault fault = armed.fault;
            boolean meant = fault.function().equals(function);
            if (meant && fault.times().contains(armed.seen.incrementAndGet()) && struck == null) {
                struck = fault;
            }
        }
        return struck;
    }

    private static CompletionStage<Object> ignored(Invocation invocation) {
        return stage(invocation);
    }

    private static CompletionStage<Object> stage(Invocation invocation) {
        try {
            return invocation.run();
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private interface Invocation {
        CompletionStage<Object> run() throws Exception;
    }

    /** The function's name; null when the task is no invocation. */
    private static String function(TaskCall call) {
        String arn = String.valueOf(((Map<?, ?>) call.arguments()).get("FunctionName"));
        return arn.contains(":function:") ? arn.substring(arn.lastIndexOf(':') + 1) : null;
    }
}
