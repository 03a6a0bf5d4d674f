package io.github.falvideo.local.fal.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The faults that are set, and how often each kind of call has passed them. Safe for many threads. */
public final class FaultPlan {
    private final Map<String, List<Armed>> byLabel = new HashMap<>();
    private final List<Armed> forAll = new ArrayList<>();

    /** No faults. */
    public FaultPlan() {}

    /** These faults. */
    public FaultPlan(Collection<Fault> faults) {
        faults.forEach(this::add);
    }

    /** Sets one more; its calls are counted from now on. */
    public synchronized void add(Fault fault) {
        listOf(fault.label()).add(new Armed(fault));
    }

    /** Takes all faults away. */
    public synchronized void clear() {
        forAll.clear();
        byLabel.clear();
    }

    /** What is set, in order; those without a label first. */
    public synchronized List<Fault> faults() {
        return all().stream().map(armed -> armed.fault).toList();
    }

    /** The faults that have not happened at all. A test that expects one should find this empty. */
    public synchronized List<Fault> untouched() {
        return all().stream()
                .filter(armed -> armed.struck == 0)
                .map(armed -> armed.fault)
                .toList();
    }

    /** Counts this call, and says what goes wrong with it. */
    public synchronized List<Effect> strike(CallKind call, String label) {
        List<Effect> effects = new ArrayList<>();
        forAll.forEach(armed -> armed.meet(call, effects));
        if (label != null) {
            byLabel.getOrDefault(label, List.of()).forEach(armed -> armed.meet(call, effects));
        }
        return effects;
    }

    private List<Armed> listOf(String label) {
        return label == null ? forAll : byLabel.computeIfAbsent(label, any -> new ArrayList<>());
    }

    private List<Armed> all() {
        List<Armed> all = new ArrayList<>(forAll);
        byLabel.values().forEach(all::addAll);
        return all;
    }

    private static final class Armed {
        private final Fault fault;
        private int seen;
        private int struck;

        Armed(Fault fault) {
            this.fault = fault;
        }

        void meet(CallKind call, List<Effect> effects) {
            if (fault.call() == call && fault.times().contains(++seen)) {
                struck++;
                effects.add(fault.effect());
            }
        }
    }
}
