package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A random definition with everything that the interpreter does. It ends by itself, whatever its tasks do: the states of a block stand in
 * a row, every transition goes forward, and those that go back are counted.
 */
final class RandomMachine {
    static final List<String> ERRORS =
            List.of("Lost", "Busy", "Lambda.TooManyRequestsException", "States.Timeout", "States.TaskFailed");
    /** The names of states are a letter and a digit longer at each depth. */
    private static final int MOST_DEPTH = 2;

    private static final List<Object> VALUES = List.of(
            "{% $states.input %}",
            "{% $states.context %}",
            "{% $states.context.State.RetryCount %}",
            "{% [$states.input, $states.input] %}",
            "{% {'a': [1, null, $states.input], 'now': $now()} %}",
            "{% $uuid() %}",
            "{% $random() %}",
            "{% $millis() %}",
            "{% $shuffle([1..9]) %}",
            "{% $partition([1..7], 3) %}",
            "{% $exists($v1) ? $v1 : 'none' %}",
            "{% $string($states.input) & '-' %}",
            Map.of("deep", List.of(Map.of("input", "{% $states.input %}"), 2.5, true)),
            "text",
            7,
            List.of(),
            Map.of());

    private static final List<Object> BROKEN = List.of(
            "{% $v9 %}",
            "{% $number({}) %}", "{% $states.input.nothing.here %}", "{% $error('no') %}", "{% 1e308 * 9 %}");

    private final Random random;
    private final Map<String, Block> blockOf = new HashMap<>();
    private final Map<String, List<Block>> branches = new HashMap<>();
    private final Block root;
    private final Map<String, Object> definition;
    private boolean timeoutNeeded;

    /** Where a state stands: its neighbours, and the Parallel state around them. */
    record Block(String startAt, Map<String, Set<String>> targets, Block parent, String parallel) {}

    RandomMachine(long seed, int states) {
        random = new Random(seed);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("QueryLanguage", "JSONata");
        root = block(fields, "s", states, null, null);
        if (timeoutNeeded || one(4)) {
            fields.put("TimeoutSeconds", 1 + random.nextInt(one(2) ? 60 : 100_000));
        }
        definition = fields;
    }

    Map<String, Object> definition() {
        return definition;
    }

    String text() {
        return Json.text(definition);
    }

    Block root() {
        return root;
    }

    Block blockOf(String state) {
        return blockOf.get(state);
    }

    /** The branches of a Parallel state. */
    List<Block> blocksOf(String parallel) {
        return branches.getOrDefault(parallel, List.of());
    }

    private Block block(Map<String, Object> fields, String prefix, int count, Block parent, String parallel) {
        Block block = new Block(prefix + 0, new HashMap<>(), parent, parallel);
        if (parallel != null) {
            branches.computeIfAbsent(parallel, name -> new ArrayList<>()).add(block);
        }
        Map<String, Object> states = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = prefix + i;
            blockOf.put(name, block);
            block.targets().put(name, new LinkedHashSet<>());
            states.put(name, new StateMaker(block, prefix, i, count).state());
        }
        fields.put("StartAt", block.startAt());
        fields.put("States", states);
        return block;
    }

    /** One in so many. */
    private boolean one(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T any(List<? extends T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Mostly one that works. */
    private Object any(List<?> good, List<?> bad) {
        return any(one(20) ? bad : good);
    }

    private final class StateMaker {
        private final Block block;
        private final String prefix;
        private final int position;
        private final int count;
        private final Map<String, Object> fields = new LinkedHashMap<>();

        private StateMaker(Block block, String prefix, int position, int count) {
            this.block = block;
            this.prefix = prefix;
            this.position = position;
            this.count = count;
        }

        private Map<String, Object> state() {
            boolean last = position == count - 1;
            String type = any(
                    last
                            ? List.of("Succeed", "Succeed", "Fail", "Pass", "Wait", "Task", "Parallel")
                            : List.of("Pass", "Wait", "Task", "Task", "Task", "Choice", "Choice", "Parallel"));
            if (type.equals("Parallel") && prefix.length() > 2 * MOST_DEPTH) {
                type = "Task";
            }
            fields.put("Type", type);
            switch (type) {
                case "Succeed" -> optional("Output");
                case "Fail" -> {
                    fields.put("Error", any(List.of("Broken", "{% 'Bro' & 'ken' %}"), BROKEN));
                    fields.put("Cause", any(List.of("because", "{% $string($states.input) %}")));
                }
                case "Choice" -> choice();
                case "Wait" -> {
                    waiting();
                    transition(last);
                }
                case "Task" -> {
                    task();
                    failing();
                    transition(last);
                }
                case "Parallel" -> {
                    parallel();
                    failing();
                    transition(last);
                }
                default -> transition(last);
            }
            return fields;
        }

        private void transition(boolean last) {
            outcome(fields);
            if (last) {
                fields.put("End", true);
            } else {
                fields.put("Next", target(position + 1));
            }
        }

        private void outcome(Map<String, Object> to) {
            if (one(3)) {
                to.put("Output", any(VALUES, BROKEN));
            }
            if (one(3)) {
                String variable = block.parent() == null ? "v" : prefix;
                to.put("Assign", Map.of(variable + random.nextInt(3), any(VALUES, BROKEN)));
            }
        }

        private void optional(String field) {
            if (one(2)) {
                fields.put(field, any(VALUES, BROKEN));
            }
        }

        private String target(int state) {
            block.targets().get(prefix + position).add(prefix + state);
            return prefix + state;
        }

        private String forward() {
            return target(position + 1 + random.nextInt(count - position - 1));
        }

        private void choice() {
            List<Object> rules = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                Map<String, Object> rule = new LinkedHashMap<>();
                if (one(2)) {
                    String counter = "loops" + prefix;
                    rule.put("Condition", "{% $exists($" + counter + ") ? $" + counter + " < 3 : true %}");
                    rule.put("Assign", Map.of(counter, "{% $exists($" + counter + ") ? $" + counter + " + 1 : 1 %}"));
                    rule.put("Next", target(random.nextInt(position + 1)));
                } else {
                    rule.put(
                            "Condition",
                            any(List.of("{% $random() < 0.4 %}", "{% $states.input = 7 %}"), List.of("{% 'x' %}")));
                    outcome(rule);
                    rule.put("Next", forward());
                }
                rules.add(rule);
            }
            fields.put("Choices", rules);
            outcome(fields);
            fields.put("Default", target(position + 1));
        }

        private void waiting() {
            if (one(3)) {
                fields.put(
                        "Timestamp",
                        any(
                                List.of("{% $fromMillis($millis() + 1500) %}", "2024-12-31T23:00:00Z"),
                                List.of("{% 'soon' %}")));
            } else {
                fields.put(
                        "Seconds",
                        any(List.of(0, 5, 90, "{% $floor($random() * 9) %}"), List.of("{% 0.5 %}", "{% -1 %}")));
            }
        }

        private void task() {
            fields.put("Resource", any(List.of(Lab.WORK, Lab.PUT)));
            optional("Arguments");
            if (one(4)) {
                timeoutNeeded = true;
            } else {
                fields.put(
                        "TimeoutSeconds",
                        any(List.of(1, 10, 60, "{% $ceil($random() * 20) %}"), List.of("{% 'no' %}")));
            }
        }

        private void parallel() {
            List<Object> branches = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                Map<String, Object> branch = new LinkedHashMap<>();
                String name = prefix + position;
                block(branch, name + (char) ('a' + i), 1 + random.nextInt(4), block, name);
                branches.add(branch);
            }
            fields.put("Branches", branches);
            optional("Arguments");
        }

        private void failing() {
            if (one(2)) {
                List<Object> retriers = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(2); i++) {
                    retriers.add(retrier(List.of(any(ERRORS))));
                }
                if (one(3)) {
                    retriers.add(retrier(List.of(Failure.ALL)));
                }
                fields.put("Retry", retriers);
            }
            if (position < count - 1 && !one(3)) {
                List<Object> catchers = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(2); i++) {
                    catchers.add(catcher(List.of(any(ERRORS), Failure.DATA_LIMIT)));
                }
                if (!one(3)) {
                    catchers.add(catcher(List.of(Failure.ALL)));
                }
                fields.put("Catch", catchers);
            }
        }

        private Map<String, Object> retrier(List<String> errors) {
            Map<String, Object> retrier = new LinkedHashMap<>();
            retrier.put("ErrorEquals", errors);
            retrier.put("MaxAttempts", random.nextInt(4));
            retrier.put("BackoffRate", any(List.of(1, 1.5, 3)));
            if (one(2)) {
                retrier.put("JitterStrategy", any(List.of("FULL", "NONE")));
                retrier.put("IntervalSeconds", 2);
                retrier.put("MaxDelaySeconds", 3 + random.nextInt(9));
            }
            return retrier;
        }

        private Map<String, Object> catcher(List<String> errors) {
            Map<String, Object> catcher = new LinkedHashMap<>();
            catcher.put("ErrorEquals", errors);
            outcome(catcher);
            catcher.put("Next", forward());
            return catcher;
        }
    }
}
