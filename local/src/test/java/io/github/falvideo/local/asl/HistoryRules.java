package io.github.falvideo.local.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What AWS's histories have in common, checked event by event against the definition. */
final class HistoryRules {
    private static final Map<ExecutionStatus, String> LAST = Map.of(
            ExecutionStatus.SUCCEEDED, "ExecutionSucceeded",
            ExecutionStatus.FAILED, "ExecutionFailed",
            ExecutionStatus.ABORTED, "ExecutionAborted",
            ExecutionStatus.TIMED_OUT, "ExecutionTimedOut");

    /** One letter for each event within a state. */
    private static final Map<String, String> LETTERS = Map.of(
            "TaskScheduled", "s",
            "TaskStarted", "t",
            "TaskSucceeded", "K",
            "TaskFailed", "F",
            "TaskTimedOut", "O",
            "EvaluationFailed", "V",
            "ParallelStateStarted", "p",
            "ParallelStateSucceeded", "K",
            "ParallelStateFailed", "F");

    /** What may happen between entering (e) and leaving (x); where no x is, the state failed, was aborted (A) or cut off. */
    private static final Map<String, String> STORIES = Map.of(
            "Pass", "e(x|V)?",
            "Succeed", "e(x|V)?",
            "Choice", "e(x|V)?",
            "Fail", "eV?",
            "Wait", "e(x|V|V?A)?",
            "Task", "e(V|st[KFO])*(x|A|st?|stA)?",
            "Parallel", "e(V|p[KF])*(x|A|p|pA)?");

    private final RandomMachine machine;
    private final Lab.Run run;
    private final Map<RandomMachine.Block, Visit> standing = new HashMap<>();
    private final List<Visit> visits = new ArrayList<>();
    private final Visit[] owners;

    /** One stay in one state. */
    private static final class Visit {
        private final HistoryEvent entered;
        private final StringBuilder story = new StringBuilder("e");
        private HistoryEvent exited;
        private HistoryEvent last;

        private Visit(HistoryEvent entered) {
            this.entered = entered;
            this.last = entered;
        }

        private String name() {
            return entered.stateName();
        }

        private String type() {
            return entered.type().replace("StateEntered", "");
        }
    }

    private HistoryRules(RandomMachine machine, Lab.Run run) {
        this.machine = machine;
        this.run = run;
        this.owners = new Visit[run.events().size() + 1];
    }

    static void check(RandomMachine machine, Lab.Run run) {
        HistoryRules rules = new HistoryRules(machine, run);
        checkOrder(run);
        run.events().forEach(rules::follow);
        rules.checkVisits();
    }

    /** What holds for the history of any machine. */
    static void checkOrder(Lab.Run run) {
        List<HistoryEvent> events = run.events();
        for (int i = 0; i < events.size(); i++) {
            HistoryEvent event = events.get(i);
            assertThat(event.id()).isEqualTo(i + 1);
            assertThat(event.previousEventId()).isBetween(0, i);
            assertThat(event.type().startsWith("Execution"))
                    .as("%s", event)
                    .isEqualTo(i == 0 || i == events.size() - 1);
            if (i > 0) {
                assertThat(event.timestamp()).isAfterOrEqualTo(events.get(i - 1).timestamp());
            }
        }
        ExecutionRecord record = run.record();
        assertThat(events.get(0).type()).isEqualTo("ExecutionStarted");
        assertThat(events.get(0).timestamp()).isEqualTo(record.startDate());
        HistoryEvent last = events.get(events.size() - 1);
        assertThat(last.type()).isEqualTo(LAST.get(record.status()));
        assertThat(last.timestamp()).isEqualTo(record.stopDate());
        Map<?, ?> details = run.details(last.id());
        assertThat(details.get("output")).isEqualTo(record.output());
        assertThat(details.get("error")).isEqualTo(record.error());
        assertThat(details.get("cause")).isEqualTo(record.cause());
        if (record.status() == ExecutionStatus.SUCCEEDED) {
            HistoryEvent exited = events.get(last.previousEventId() - 1);
            assertThat(exited.type()).endsWith("StateExited");
            assertThat(run.details(exited.id()).get("output")).isEqualTo(record.output());
        }
    }

    private void follow(HistoryEvent event) {
        String type = event.type();
        if (type.startsWith("Execution")) {
            return;
        }
        Visit visit;
        if (type.endsWith("StateEntered")) {
            visit = enter(event);
        } else {
            visit = visit(event);
            String letter = letter(event, visit);
            visit.story.append(letter);
            checkPrevious(event, visit);
            if (letter.equals("K") && type.startsWith("Parallel")) {
                checkBranchesAreDone(visit);
            } else if (type.equals("ParallelStateFailed")) {
                checkBranchesAreAborted(visit, event);
            } else if (visit.story.toString().endsWith("pA")) {
                checkBranchesAreAborted(visit, null);
            } else if (letter.equals("p")) {
                machine.blocksOf(visit.name()).forEach(standing::remove);
            }
        }
        visit.last = event;
        owners[event.id()] = visit;
    }

    private Visit enter(HistoryEvent event) {
        RandomMachine.Block block = machine.blockOf(event.stateName());
        Visit before = standing.get(block);
        if (before != null) {
            assertThat(before.exited).as("%s before %s", before.name(), event).isNotNull();
            assertThat(block.targets().get(before.name())).contains(event.stateName());
            assertThat(event.previousEventId()).isEqualTo(before.exited.id());
            assertThat(run.details(event.id()).get("input"))
                    .isEqualTo(run.details(before.exited.id()).get("output"));
        } else {
            assertThat(event.stateName()).isEqualTo(block.startAt());
            int after = block.parent() == null
                    ? 0
                    : standing.get(block.parent()).last.id();
            assertThat(event.previousEventId()).isEqualTo(after);
        }
        Visit visit = new Visit(event);
        visits.add(visit);
        standing.put(block, visit);
        return visit;
    }

    /** The stay to which an event belongs: it says so, or follows another one of the same stay, or the last one of a branch. */
    private Visit visit(HistoryEvent event) {
        String state = event.stateName();
        if (event.type().equals("EvaluationFailed")) {
            state = (String) run.details(event.id()).get("state");
        } else if (state == null
                && Set.of("ParallelStateSucceeded", "ParallelStateFailed").contains(event.type())) {
            state = parallel(event);
        } else if (state == null) {
            state = owners[event.previousEventId()].name();
        }
        Visit visit = standing.get(machine.blockOf(state));
        assertThat(visit).as("%s", event).isNotNull();
        assertThat(visit.name()).isEqualTo(state);
        assertThat(visit.exited).as("%s", event).isNull();
        return visit;
    }

    /** The Parallel state that ended with a branch: around what it follows, or further out when that one had succeeded already. */
    private String parallel(HistoryEvent event) {
        String parallel =
                machine.blockOf(owners[event.previousEventId()].name()).parallel();
        while (standing.get(machine.blockOf(parallel)).story.toString().endsWith("K")) {
            parallel = machine.blockOf(parallel).parallel();
        }
        return parallel;
    }

    /** Whether the event is of a state somewhere inside that Parallel state. */
    private boolean isInside(int event, Visit parallel) {
        RandomMachine.Block block = machine.blockOf(owners[event].name());
        while (block.parent() != null && !block.parallel().equals(parallel.name())) {
            block = block.parent();
        }
        return block.parent() != null;
    }

    private static String letter(HistoryEvent event, Visit visit) {
        String type = event.type();
        if (type.equals(visit.type() + "StateExited")) {
            visit.exited = event;
            return "x";
        }
        String letter = type.equals(visit.type() + "StateAborted") ? "A" : LETTERS.get(type);
        assertThat(letter).as("%s in %s", event, visit.name()).isNotNull();
        return letter;
    }

    private void checkPrevious(HistoryEvent event, Visit visit) {
        int previous = event.previousEventId();
        boolean ofBranches = event.type().matches("ParallelState(Succeeded|Failed)")
                || event.type().equals("ParallelStateExited")
                        && visit.last.type().equals("ParallelStateSucceeded")
                || visit.last.type().equals("ParallelStateSucceeded");
        if (ofBranches) {
            assertThat(isInside(previous, visit)).as("%s", event).isTrue();
        } else if (event.type().equals("EvaluationFailed") && visit.last == visit.entered) {
            // as recorded: it follows what was before the state, unless the expression had a value
            assertThat(previous).isIn(visit.entered.id(), visit.entered.previousEventId());
        } else {
            assertThat(previous).as("%s", event).isEqualTo(visit.last.id());
        }
    }

    private void checkBranchesAreDone(Visit parallel) {
        for (RandomMachine.Block block : machine.blocksOf(parallel.name())) {
            Visit last = standing.get(block);
            assertThat(last).isNotNull();
            assertThat(last.exited).as(last.name()).isNotNull();
        }
    }

    /** @param failed the end of the branch that ended the others; null when it was none of theirs */
    private void checkBranchesAreAborted(Visit parallel, HistoryEvent failed) {
        List<Visit> cut = machine.blocksOf(parallel.name()).stream()
                .map(standing::get)
                .filter(last -> last != null && !last.story.toString().matches(".*[xA]"))
                .toList();
        assertThat(cut)
                .as("neither left nor aborted in %s", parallel.name())
                .hasSizeLessThanOrEqualTo(failed == null ? 0 : 1);
        for (Visit visit : cut) {
            int after = failed.previousEventId();
            assertThat(owners[after] == visit || isInside(after, visit) || after == visit.entered.previousEventId())
                    .as("%s is the one that failed", visit.name())
                    .isTrue();
        }
    }

    private void checkVisits() {
        for (Visit visit : visits) {
            assertThat(visit.story.toString()).as(visit.name()).matches(STORIES.get(visit.type()));
        }
        if (run.record().status() == ExecutionStatus.SUCCEEDED) {
            assertThat(standing.get(machine.root()).exited).isNotNull();
        }
    }
}
