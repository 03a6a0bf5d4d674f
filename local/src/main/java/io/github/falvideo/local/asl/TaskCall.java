package io.github.falvideo.local.asl;

import java.util.ArrayList;
import java.util.List;

/** One attempt of one task: what it is given, and whether anybody still waits for it. */
public final class TaskCall {
    private final String resource;
    private final Object arguments;
    private final String executionArn;
    private final String executionName;
    private final String stateName;
    private final Time time;
    private final List<Runnable> onCancel = new ArrayList<>();
    private boolean cancelled;
    private boolean timePasses;
    private Time.Hold hold;

    TaskCall(
            String resource, Object arguments, String executionArn, String executionName, String stateName, Time time) {
        this.resource = resource;
        this.arguments = arguments;
        this.executionArn = executionArn;
        this.executionName = executionName;
        this.stateName = stateName;
        this.time = time;
    }

    /** The ARN in the state's {@code Resource}. */
    public String resource() {
        return resource;
    }

    /** The state's evaluated {@code Arguments}: immutable JSON values. */
    public Object arguments() {
        return arguments;
    }

    public String executionArn() {
        return executionArn;
    }

    public String executionName() {
        return executionName;
    }

    public String stateName() {
        return stateName;
    }

    /** Whether the execution no longer waits: it was stopped, or timed out, or this task did. A later result is ignored. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Runs the action once, when nobody waits for the task any more; at once if that is so already. It must be short. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    /** From now on virtual time may pass although the task's stage has not completed: it waits for time itself. */
    public synchronized void letTimePass() {
        timePasses = true;
        release();
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            cancelled = true;
            release();
            actions = List.copyOf(onCancel);
            onCancel.clear();
        }
        actions.forEach(Runnable::run);
    }

    /** The task goes on after its method has returned. */
    synchronized void keepTime() {
        if (!timePasses && !cancelled) {
            hold = time.hold();
        }
    }

    synchronized void ended() {
        timePasses = true;
        release();
    }

    private void release() {
        if (hold != null) {
            hold.release();
            hold = null;
        }
    }
}
