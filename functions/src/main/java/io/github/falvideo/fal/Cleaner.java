package io.github.falvideo.fal;

import java.util.regex.Pattern;

/** Makes text from outside fit for messages and logs: one line, bounded, without the key and without the signatures of URLs. */
public final class Cleaner {
    private static final Pattern QUERY =
            Pattern.compile("(https?://[^\\s?\"'<>]*)\\?[^\\s\"'<>]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIGNED = Pattern.compile("(X-Amz-[A-Za-z-]+)=[^&\\s\"'<>]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

    private final String key;

    /** @param key fal's key, which never stands in a cleaned text; empty for none */
    public Cleaner(String key) {
        this.key = key;
    }

    /** The text in at most {@code max} characters; null stays null, blank becomes null. */
    public String clean(String text, int max) {
        if (text == null || text.isBlank()) {
            return null;
        }
        // Cut first as well: the patterns need not walk through megabytes.
        String near = Text.shortened(text, Math.max(4 * max, 4096));
        String known = key.isEmpty() ? near : near.replace(key, "…");
        String unsigned =
                SIGNED.matcher(QUERY.matcher(known).replaceAll("$1?…")).replaceAll("$1=…");
        String line = CONTROL.matcher(unsigned).replaceAll(" ").strip();
        return line.isEmpty() ? null : Text.shortened(line, max);
    }

    /** What an IOException says, for a message. */
    public String reason(Exception e) {
        String message = clean(e.getMessage(), 200);
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
