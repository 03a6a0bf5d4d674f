package io.github.falvideo.local.asl.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds transitions to nowhere and states that nothing leads to. */
final class Transitions {
    private static final String KIND = "MISSING_TRANSITION_TARGET";

    private Transitions() {}

    static void check(String startAt, Map<String, State> states, String path, Problems problems) {
        if (!states.containsKey(startAt)) {
            problems.add(KIND, "Missing 'StartAt' target: " + startAt, path + "/StartAt");
            return;
        }
        Set<String> reached = new HashSet<>(Set.of(startAt));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            String name = open.poll();
            for (String target : targets(states.get(name))) {
                if (!states.containsKey(target)) {
                    problems.add(KIND, "Missing 'Next' target: " + target, path + "/States/" + name);
                } else if (reached.add(target)) {
                    open.add(target);
                }
            }
        }
        for (String name : states.keySet()) {
            if (!reached.contains(name)) {
                problems.add(KIND, "State \"" + name + "\" is not reachable.", path + "/States/" + name);
            }
        }
    }

    private static List<String> targets(State state) {
        List<State.Outcome> outcomes = new ArrayList<>();
        if (state instanceof State.Pass pass) {
            outcomes.add(pass.outcome());
        } else if (state instanceof State.Wait wait) {
            outcomes.add(wait.outcome());
        } else if (state instanceof State.Task task) {
            outcomes.add(task.outcome());
        } else if (state instanceof State.Parallel parallel) {
            outcomes.add(parallel.outcome());
        } else if (state instanceof State.Choice choice) {
            choice.rules().forEach(rule -> outcomes.add(rule.outcome()));
            if (choice.fallback() != null) {
                outcomes.add(choice.fallback());
            }
        }
        state.catchers().forEach(catcher -> outcomes.add(catcher.outcome()));
        return outcomes.stream()
                .map(State.Outcome::next)
                .filter(next -> next != null)
                .distinct()
                .toList();
    }
}
