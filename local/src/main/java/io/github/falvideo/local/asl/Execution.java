package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One execution. It owns no thread: each step is a piece of work in the interpreter's time, and steps of one execution never run side by
 * side, since each holds the execution's lock.
 */
final class Execution {
    private static final System.Logger LOG = System.getLogger(Execution.class.getName());

    private final Interpreter interpreter;
    private final StateMachine machine;
    private final String arn;
    private final String name;
    private final String input;
    private final Instant startDate;
    private final History history;
    private final JsonObject executionContext;
    private final JsonObject machineContext;
    private final CompletableFuture<ExecutionRecord> ended = new CompletableFuture<>();

    private Branch root;
    private Time.Alarm timeout;
    private volatile ExecutionRecord record;

    Execution(
            Interpreter interpreter,
            StateMachine machine,
            String arn,
            String name,
            String input,
            Object value,
            Instant startDate) {
        this.interpreter = interpreter;
        this.machine = machine;
        this.arn = arn;
        this.name = name;
        this.input = input;
        this.startDate = startDate;
        this.record = new ExecutionRecord(
                arn, machine.arn(), name, ExecutionStatus.RUNNING, startDate, null, input, null, null, null);
        this.history = new History(
                interpreter.time(),
                interpreter.retention().ofRunning(),
                event -> interpreter.listener().recorded(arn, event));
        this.executionContext = Json.object(
                "Id",
                arn,
                "Input",
                value,
                "Name",
                name,
                "RoleArn",
                machine.roleArn(),
                "StartTime",
                Instants.text(startDate),
                "RedriveCount",
                0);
        this.machineContext = Json.object("Id", machine.arn(), "Name", machine.name());
        this.root = new Branch(this, machine.definition(), null, Map.of());
    }

    /** One that ended in an earlier life. */
    Execution(Interpreter interpreter, StateMachine machine, ExecutionRecord record) {
        this.interpreter = interpreter;
        this.machine = machine;
        this.arn = record.executionArn();
        this.name = record.name();
        this.input = record.input();
        this.startDate = record.startDate();
        this.record = record;
        this.history = new History(interpreter.time(), false, event -> {});
        this.executionContext = null;
        this.machineContext = null;
        this.ended.complete(record);
    }

    synchronized void start() {
        // Whoever starts it need not be a thread of this time: it must not jump to the time limit before the first step
        // is there.
        Time.Hold hold = interpreter.time().hold();
        try {
            interpreter.listener().statusChanged(record);
            history.add(0, "ExecutionStarted", new EventDetails.ExecutionStarted(input, machine.roleArn()));
            if (machine.definition().timeout() != null) {
                timeout = interpreter.time().schedule(machine.definition().timeout(), this::timeOut);
            }
            Branch first = root;
            Object value = executionContext.get("Input");
            post(first, () -> first.enter(machine.definition().startAt(), value));
        } finally {
            hold.release();
        }
    }

    /** Does nothing when it has ended already. */
    synchronized void stop(String error, String cause) {
        if (isRunning()) {
            end("ExecutionAborted", 0, new EventDetails.ExecutionEnded(error, cause));
            finish(ExecutionStatus.ABORTED, null, error, cause);
        }
    }

    private synchronized void timeOut() {
        if (isRunning()) {
            end("ExecutionTimedOut", root.previous(), new EventDetails.ExecutionEnded(null, null));
            finish(ExecutionStatus.TIMED_OUT, null, null, null);
        }
    }

    /** The step runs soon, unless the branch is over by then. */
    void post(Branch branch, Runnable step) {
        interpreter.time().execute(() -> run(branch, step));
    }

    /** The step runs after the delay, unless the branch is over by then. */
    Time.Alarm schedule(Duration delay, Branch branch, Runnable step) {
        return interpreter.time().schedule(delay, () -> run(branch, step));
    }

    private synchronized void run(Branch branch, Runnable step) {
        if (!isRunning() || !branch.isAlive()) {
            return;
        }
        try {
            step.run();
        } catch (History.FullException e) {
            fail(
                    Failure.of(
                            Failure.RUNTIME,
                            "The execution reached the maximum number of history events (" + History.LIMIT + ")."),
                    branch.previous());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.log(System.Logger.Level.ERROR, "the interpreter failed in " + arn, e);
            fail(Failure.of(Failure.RUNTIME, "The interpreter itself failed: " + e), branch.previous());
        }
    }

    void succeed(Object output, int previous) {
        end("ExecutionSucceeded", previous, new EventDetails.ExecutionSucceeded(output));
        finish(ExecutionStatus.SUCCEEDED, Json.text(output), null, null);
    }

    void fail(Failure failure, int previous) {
        end("ExecutionFailed", previous, new EventDetails.ExecutionEnded(failure.error(), failure.cause()));
        finish(ExecutionStatus.FAILED, null, failure.error(), failure.cause());
    }

    private void end(String type, int previous, EventDetails details) {
        history.end(previous, type, details);
    }

    private void finish(ExecutionStatus status, String output, String error, String cause) {
        record = new ExecutionRecord(
                arn, machine.arn(), name, status, startDate, interpreter.time().now(), input, output, error, cause);
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
        root.cancel();
        root = null;
        interpreter.finished(this);
        interpreter.listener().statusChanged(record);
        ExecutionRecord last = record;
        interpreter.time().execute(() -> ended.complete(last));
    }

    private boolean isRunning() {
        return record.status() == ExecutionStatus.RUNNING;
    }

    Interpreter interpreter() {
        return interpreter;
    }

    History history() {
        return history;
    }

    /** What $states.context shows of the execution and its machine. */
    JsonObject context(String state, Instant entered, int retries) {
        return Json.object(
                "Execution",
                executionContext,
                "State",
                Json.object("EnteredTime", Instants.text(entered), "Name", state, "RetryCount", retries),
                "StateMachine",
                machineContext);
    }

    String arn() {
        return arn;
    }

    String name() {
        return name;
    }

    ExecutionRecord describe() {
        return record;
    }

    /** As it stands once every listener has been told of its start. */
    synchronized ExecutionRecord describeStarted() {
        return record;
    }

    /** Null when they are not kept. */
    List<HistoryEvent> events() {
        return history.events();
    }

    void dropEvents() {
        history.drop();
    }

    CompletionStage<ExecutionRecord> ended() {
        return ended.copy();
    }
}
