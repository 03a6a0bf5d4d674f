package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.Definition;
import io.github.falvideo.local.asl.definition.State;
import io.github.falvideo.local.asl.definition.State.Outcome;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.asl.json.JsonObject;
import io.github.falvideo.local.asl.query.QueryFailure;
import io.github.falvideo.local.asl.query.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The running of one sequence of states: the whole machine's, or one branch's of a Parallel state. It stands in one state at a time and
 * takes it from entering to leaving, through retries and catchers. Every method is called under the execution's lock.
 */
final class Branch {
    private final Execution execution;
    private final Interpreter interpreter;
    private final Definition block;
    private final ParallelRun parent;
    private Map<String, Object> variables;
    private int previous;
    private boolean alive = true;

    private State state;
    private Object input;
    private Instant enteredAt;
    private int entered;
    private int enteredAfter;
    private int retries;
    private int[] attempts;
    private Activity activity;

    Branch(Execution execution, Definition block, ParallelRun parent, Map<String, Object> variables) {
        this.execution = execution;
        this.interpreter = execution.interpreter();
        this.block = block;
        this.parent = parent;
        this.variables = variables;
        this.previous = parent == null ? 0 : parent.startedEvent();
    }

    void enter(String name, Object with) {
        state = block.states().get(name);
        input = with;
        enteredAt = interpreter.time().now();
        enteredAfter = previous;
        entered = record(state.type() + "StateEntered", new EventDetails.Entered(name, with));
        retries = 0;
        attempts = new int[state.retriers().size()];
        begin();
    }

    private void begin() {
        try {
            if (state instanceof State.Pass pass) {
                leave(pass.outcome(), scope(), input);
            } else if (state instanceof State.Succeed succeed) {
                leave(new Outcome(Map.of(), succeed.output(), null), scope(), input);
            } else if (state instanceof State.Fail fail) {
                fail(fail);
            } else if (state instanceof State.Choice choice) {
                choose(choice);
            } else if (state instanceof State.Wait wait) {
                await(wait);
            } else if (state instanceof State.Task task) {
                activity = TaskRun.start(this, task, scope());
            } else if (state instanceof State.Parallel parallel) {
                activity = ParallelRun.start(this, parallel, scope());
            }
        } catch (QueryFailure e) {
            failed(e);
        } catch (DataLimitException e) {
            failed(e.failure());
        }
    }

    private void fail(State.Fail fail) {
        Scope scope = scope();
        String error = Values.text(fail.error(), "Error", scope);
        String cause = Values.text(fail.cause(), "Cause", scope);
        end(new Failure(error, cause, false));
    }

    private void choose(State.Choice choice) {
        Scope scope = scope();
        for (State.Rule rule : choice.rules()) {
            if (Values.condition(rule.condition(), scope)) {
                leave(rule.outcome(), scope, input);
                return;
            }
        }
        if (choice.fallback() == null) {
            failed(Failure.of(
                    Failure.NO_CHOICE,
                    here() + "Failed to transition out of the state. The state does not point to a next state."));
        } else {
            leave(choice.fallback(), scope, input);
        }
    }

    private void await(State.Wait wait) {
        Scope scope = scope();
        Duration delay = wait.seconds() != null
                ? Duration.ofSeconds(Values.seconds(wait.seconds(), "Seconds", scope))
                : Duration.between(interpreter.time().now(), Values.timestamp(wait.timestamp(), "Timestamp", scope));
        activity = waiting(delay, "WaitStateAborted", () -> leaveSafely(wait.outcome(), scope(), input));
    }

    /** The task or the branches gave a result. */
    void ended(Outcome outcome, Object result) {
        activity = null;
        leaveSafely(outcome, scope("result", result), result);
    }

    private void leaveSafely(Outcome outcome, Scope scope, Object otherwise) {
        try {
            leave(outcome, scope, otherwise);
        } catch (QueryFailure e) {
            failed(e);
        } catch (DataLimitException e) {
            failed(e.failure());
        }
    }

    private void leave(Outcome outcome, Scope scope, Object otherwise) {
        Map<String, Object> assigned = new LinkedHashMap<>();
        outcome.assign().forEach((variable, template) -> {
            Object value = template.evaluate(scope);
            DataLimitException.check(state.name(), value);
            assigned.put(variable, value);
        });
        Object output = outcome.output() == null ? otherwise : outcome.output().evaluate(scope);
        DataLimitException.check(state.name(), output);
        record(state.type() + "StateExited", new EventDetails.Exited(state.name(), output, assigned));
        if (!assigned.isEmpty()) {
            Map<String, Object> all = new LinkedHashMap<>(variables);
            all.putAll(assigned);
            variables = all;
        }
        if (outcome.next() != null) {
            execution.post(this, () -> enter(outcome.next(), output));
        } else if (parent != null) {
            alive = false;
            parent.succeeded(this, output);
        } else {
            execution.succeed(output, previous);
        }
    }

    private void failed(QueryFailure e) {
        Failure failure = evaluationFailed(e);
        failed(failure);
    }

    private Failure evaluationFailed(QueryFailure e) {
        Failure failure = Failure.of(Failure.QUERY, here() + e.getMessage());
        // as recorded: an expression that fails right after entering is chained to what was before the state
        int after = e.evaluating() && previous == entered ? enteredAfter : previous;
        previous = execution
                .history()
                .add(
                        after,
                        "EvaluationFailed",
                        new EventDetails.EvaluationFailed(
                                failure.error(), failure.cause(), e.location(), state.name()));
        return failure;
    }

    /** The state failed: it is tried again, or caught, or ends the branch. */
    void failed(Failure failure) {
        activity = null;
        if (!retry(failure) && !caught(failure)) {
            end(failure);
        }
    }

    private boolean retry(Failure failure) {
        List<State.Retrier> retriers = state.retriers();
        for (int i = 0; i < attempts.length; i++) {
            if (failure.matches(retriers.get(i).errors())) {
                if (attempts[i] >= retriers.get(i).maxAttempts()) {
                    return false;
                }
                Duration delay = Backoff.delay(retriers.get(i), attempts[i]++, interpreter.random());
                retries++;
                activity = waiting(delay, state.type() + "StateAborted", this::begin);
                return true;
            }
        }
        return false;
    }

    private boolean caught(Failure failure) {
        for (State.Catcher catcher : state.catchers()) {
            if (failure.matches(catcher.errors())) {
                try {
                    JsonObject output = failure.output();
                    leave(catcher.outcome(), scope("errorOutput", output), output);
                } catch (QueryFailure e) {
                    end(evaluationFailed(e));
                } catch (DataLimitException e) {
                    end(e.failure());
                }
                return true;
            }
        }
        return false;
    }

    private void end(Failure failure) {
        alive = false;
        if (parent != null) {
            parent.failed(this, failure);
        } else {
            execution.fail(failure, previous);
        }
    }

    private Activity waiting(Duration delay, String aborted, Runnable then) {
        Time.Alarm alarm = execution.schedule(delay, this, () -> {
            activity = null;
            then.run();
        });
        return new Activity() {
            @Override
            public void cancel() {
                alarm.cancel();
            }

            @Override
            public void abort() {
                cancel();
                record(aborted, null);
            }
        };
    }

    /** Nobody waits for this branch any more. */
    void cancel() {
        alive = false;
        if (activity != null) {
            activity.cancel();
            activity = null;
        }
    }

    /** As {@link #cancel}, and the history shows where it stood. */
    void abort() {
        alive = false;
        if (activity != null) {
            activity.abort();
            activity = null;
        }
    }

    /** Adds an event after the last one of this branch. */
    int record(String type, EventDetails details) {
        previous = execution.history().add(previous, type, details);
        return previous;
    }

    /** What is next will follow that event. */
    void continueAfter(int event) {
        previous = event;
    }

    private Scope scope() {
        return scope(Json.object("input", input, "context", context()));
    }

    private Scope scope(String name, Object value) {
        return scope(Json.object("input", input, "context", context(), name, value));
    }

    private Scope scope(JsonObject states) {
        return new Scope(variables, states, interpreter.time().now(), interpreter.random());
    }

    private JsonObject context() {
        return execution.context(state.name(), enteredAt, retries);
    }

    private String here() {
        return "An error occurred while executing the state '" + state.name() + "' (entered at the event id #" + entered
                + "). ";
    }

    Execution execution() {
        return execution;
    }

    Map<String, Object> variables() {
        return variables;
    }

    Object input() {
        return input;
    }

    int previous() {
        return previous;
    }

    boolean isAlive() {
        return alive;
    }
}
