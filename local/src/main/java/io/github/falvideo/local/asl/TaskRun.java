package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.State;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.query.Scope;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** One attempt of a Task state. Once it has ended, one way or another, whatever else it says is ignored. */
final class TaskRun implements Activity {
    private static final System.Logger LOG = System.getLogger(TaskRun.class.getName());

    private final Branch branch;
    private final State.Task task;
    private final TaskCall call;
    private Time.Alarm timeout;
    private boolean over;

    private TaskRun(Branch branch, State.Task task, Object arguments) {
        this.branch = branch;
        this.task = task;
        Execution execution = branch.execution();
        this.call = new TaskCall(
                task.kind().arn(),
                arguments,
                execution.arn(),
                execution.name(),
                task.name(),
                execution.interpreter().time());
    }

    static TaskRun start(Branch branch, State.Task task, Scope scope) {
        Object arguments =
                task.arguments() == null ? branch.input() : task.arguments().evaluate(scope);
        DataLimitException.check(task.name(), arguments);
        Integer seconds = task.timeout() == null ? null : Values.seconds(task.timeout(), "TimeoutSeconds", scope);
        TaskRun run = new TaskRun(branch, task, arguments);
        run.begin(arguments, seconds);
        return run;
    }

    private void begin(Object arguments, Integer seconds) {
        Interpreter interpreter = branch.execution().interpreter();
        branch.record(
                "TaskScheduled", new EventDetails.TaskScheduled(task.kind(), interpreter.region(), arguments, seconds));
        branch.record("TaskStarted", new EventDetails.TaskStarted(task.kind()));
        if (seconds != null) {
            timeout = branch.execution().schedule(Duration.ofSeconds(seconds), branch, () -> once(this::timedOut));
        }
        TaskResource resource = interpreter.resources().get(task.kind().arn());
        interpreter.time().execute(() -> run(resource));
    }

    /** Outside of the execution's lock: a resource may block. */
    private void run(TaskResource resource) {
        if (call.isCancelled()) {
            return;
        }
        CompletionStage<Object> stage;
        try {
            stage = Objects.requireNonNull(resource.run(call), "no stage");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stage = CompletableFuture.failedFuture(e);
        } catch (Throwable e) {
            // errors too, such as a stack overflow: whatever is thrown ends the task, or its execution would wait
            // forever
            stage = CompletableFuture.failedFuture(e);
        }
        call.keepTime();
        stage.whenComplete((result, problem) -> {
            Runnable end = problem == null ? succeeding(result) : () -> failed(failure(problem));
            branch.execution().post(branch, () -> once(end));
            call.ended();
        });
    }

    private Runnable succeeding(Object result) {
        try {
            Object json = Json.of(result);
            return () -> succeeded(json);
        } catch (IllegalArgumentException e) {
            return () -> failed(Failure.of(Failure.TASK_FAILED, "The task's result is " + e.getMessage()));
        } catch (StackOverflowError e) {
            return () -> failed(Failure.of(Failure.TASK_FAILED, "The task's result is nested too deeply"));
        }
    }

    private void once(Runnable end) {
        if (!over) {
            over();
            end.run();
        }
    }

    private void over() {
        over = true;
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
    }

    private void succeeded(Object result) {
        if (DataLimitException.exceeded(result)) {
            failed(DataLimitException.ofTask(task.name()));
            return;
        }
        branch.record("TaskSucceeded", new EventDetails.TaskSucceeded(task.kind(), result));
        branch.ended(task.outcome(), result);
    }

    private void failed(Failure failure) {
        branch.record("TaskFailed", new EventDetails.TaskEnded(task.kind(), failure.error(), failure.cause()));
        branch.failed(failure);
    }

    private void timedOut() {
        call.cancel();
        branch.record("TaskTimedOut", new EventDetails.TaskEnded(task.kind(), Failure.TIMEOUT, null));
        branch.failed(Failure.of(Failure.TIMEOUT, null));
    }

    private Failure failure(Throwable thrown) {
        Throwable problem =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (problem instanceof TaskFailure named) {
            return Failure.of(named.error(), named.getMessage());
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "a task resource failed without a name: " + task.kind().arn(),
                problem);
        return Failure.of(Failure.TASK_FAILED, new TaskFailure("", problem.toString()).getMessage());
    }

    @Override
    public void cancel() {
        over();
        call.cancel();
    }

    @Override
    public void abort() {
        cancel();
        branch.record("TaskStateAborted", null);
    }
}
