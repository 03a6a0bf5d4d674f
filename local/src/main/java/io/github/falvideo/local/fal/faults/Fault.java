package io.github.falvideo.local.fal.faults;

/**
 * One thing that goes wrong.
 *
 * @param call on which kind of call
 * @param label only on the calls that belong to requests of this label, and counted among these; null for all
 * @param times on which of them
 * @param effect what happens
 */
public record Fault(CallKind call, String label, Occurrences times, Effect effect) {
    /** On these calls, whatever request they belong to. */
    public static Fault on(CallKind call, Occurrences times, Effect effect) {
        return new Fault(call, null, times, effect);
    }

    /** The same, only for the requests with this label. */
    public Fault of(String onlyLabel) {
        return new Fault(call, onlyLabel, times, effect);
    }
}
