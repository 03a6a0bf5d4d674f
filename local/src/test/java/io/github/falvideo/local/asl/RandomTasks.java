package io.github.falvideo.local.asl;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tasks that do anything at all: answer at once or late or never, fail with and without a name, or give what is no answer. */
final class RandomTasks implements TaskResource {
    private final Random random;
    private final List<TaskCall> unanswered = new ArrayList<>();
    private Time time;

    RandomTasks(long seed) {
        this.random = new Random(seed);
    }

    void in(Time chosen) {
        this.time = chosen;
    }

    /** Those that never got an answer. */
    List<TaskCall> unanswered() {
        return unanswered;
    }

    @Override
    public CompletionStage<Object> run(TaskCall call) throws Exception {
        switch (random.nextInt(20)) {
            case 0, 1 -> throw new TaskFailure(any(), "thrown");
            case 2 -> {
                return CompletableFuture.failedFuture(new TaskFailure(any(), null));
            }
            case 3 -> throw new IOException("no disk");
            case 4 -> throw new StackOverflowError();
            case 5 -> {
                return null;
            }
            case 6 -> {
                return CompletableFuture.completedFuture(new Object());
            }
            case 7 -> {
                return CompletableFuture.completedFuture(Double.NaN);
            }
            case 8 -> {
                return CompletableFuture.completedFuture(null);
            }
            case 9 -> {
                return CompletableFuture.completedFuture("x".repeat(Interpreter.DATA_LIMIT - 2 + random.nextInt(2)));
            }
            case 10 -> {
                time.sleep(Duration.ofMillis(random.nextInt(30_000)));
                return CompletableFuture.completedFuture("slept");
            }
            case 11, 12 -> {
                return late(call, new CompletableFuture<>());
            }
            case 13 -> {
                call.letTimePass();
                unanswered.add(call);
                return new CompletableFuture<>();
            }
            case 14 -> {
                return CompletableFuture.completedFuture(Map.of("n", random.nextInt(), "last", true));
            }
            default -> {
                return CompletableFuture.completedFuture(call.arguments());
            }
        }
    }

    private CompletionStage<Object> late(TaskCall call, CompletableFuture<Object> answer) {
        call.letTimePass();
        boolean good = random.nextBoolean();
        time.schedule(Duration.ofMillis(random.nextInt(60_000)), () -> {
            if (good) {
                answer.complete("late");
            } else {
                answer.completeExceptionally(new TaskFailure(any(), "late"));
            }
        });
        return answer;
    }

    private String any() {
        int i = random.nextInt(2 * RandomMachine.ERRORS.size() + 3);
        return switch (i) {
            case 0 -> Failure.RUNTIME;
            case 1 -> "";
            case 2 -> "E".repeat(300);
            default -> RandomMachine.ERRORS.get(i % RandomMachine.ERRORS.size());
        };
    }
}
