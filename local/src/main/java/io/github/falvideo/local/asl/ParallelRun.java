package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.Definition;
import io.github.falvideo.local.asl.definition.State;
import io.github.falvideo.local.asl.json.JsonArray;
import io.github.falvideo.local.asl.query.Scope;
import java.util.ArrayList;
import java.util.List;

/** One attempt of a Parallel state: its branches side by side, and what they have given so far. */
final class ParallelRun implements Activity {
    private final Branch owner;
    private final State.Parallel state;
    private final List<Branch> branches = new ArrayList<>();
    private final Object[] outputs;
    private int startedEvent;
    private int left;

    private ParallelRun(Branch owner, State.Parallel state) {
        this.owner = owner;
        this.state = state;
        this.left = state.branches().size();
        this.outputs = new Object[left];
    }

    static ParallelRun start(Branch owner, State.Parallel state, Scope scope) {
        Object input =
                state.arguments() == null ? owner.input() : state.arguments().evaluate(scope);
        DataLimitException.check(state.name(), input);
        ParallelRun run = new ParallelRun(owner, state);
        run.begin(input);
        return run;
    }

    private void begin(Object input) {
        startedEvent = owner.record("ParallelStateStarted", null);
        for (Definition block : state.branches()) {
            Branch branch = new Branch(owner.execution(), block, this, owner.variables());
            branches.add(branch);
            owner.execution().post(branch, () -> branch.enter(block.startAt(), input));
        }
    }

    /** The event that the first states of all branches follow. */
    int startedEvent() {
        return startedEvent;
    }

    void succeeded(Branch branch, Object output) {
        outputs[branches.indexOf(branch)] = output;
        left--;
        if (left == 0) {
            owner.continueAfter(branch.previous());
            // ParallelStateExited follows the same event as this one, not this one
            owner.execution().history().add(branch.previous(), "ParallelStateSucceeded", null);
            owner.ended(state.outcome(), new JsonArray(outputs));
        }
    }

    void failed(Branch branch, Failure failure) {
        branches.stream().filter(Branch::isAlive).forEach(Branch::abort);
        owner.continueAfter(branch.previous());
        owner.record("ParallelStateFailed", null);
        owner.failed(failure);
    }

    @Override
    public void cancel() {
        branches.forEach(Branch::cancel);
    }

    @Override
    public void abort() {
        branches.stream().filter(Branch::isAlive).forEach(Branch::abort);
        owner.record("ParallelStateAborted", null);
    }
}
