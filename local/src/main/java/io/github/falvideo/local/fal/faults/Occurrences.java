package io.github.falvideo.local.fal.faults;

/**
 * Which calls of a kind are meant, counted from 1.
 *
 * @param first the first of them
 * @param last the last of them
 */
public record Occurrences(int first, int last) {
    public Occurrences {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "Occurrences count from 1 and do not run backwards: " + first + "-" + last);
        }
    }

    /** Every call. */
    public static Occurrences always() {
        return new Occurrences(1, Integer.MAX_VALUE);
    }

    /** The n-th call only. */
    public static Occurrences nth(int n) {
        return new Occurrences(n, n);
    }

    /** The first k calls. */
    public static Occurrences firstOnes(int k) {
        return new Occurrences(1, k);
    }

    /** The n-th call and all after it. */
    public static Occurrences from(int n) {
        return new Occurrences(n, Integer.MAX_VALUE);
    }

    /** Whether the n-th call is one of them. */
    public boolean contains(int n) {
        return first <= n && n <= last;
    }

    /** Reads {@code always}, {@code 2}, {@code 1-3} or {@code 4-}. */
    static Occurrences parse(String text) {
        if (text.equals("always")) {
            return always();
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            return nth(Integer.parseInt(text));
        }
        int first = Integer.parseInt(text.substring(0, dash));
        String last = text.substring(dash + 1);
        return last.isEmpty() ? from(first) : new Occurrences(first, Integer.parseInt(last));
    }

    /** As {@link #parse} reads it. */
    String text() {
        if (last == Integer.MAX_VALUE) {
            return first == 1 ? "always" : first + "-";
        }
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
