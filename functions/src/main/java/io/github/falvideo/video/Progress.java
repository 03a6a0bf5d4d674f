package io.github.falvideo.video;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a generation is, as its log lines tell (fal-queue: lines such as {@code Diffusing: 45%}). */
public final class Progress {
    private static final Pattern LINE =
            Pattern.compile("diffusing[^0-9%]{0,20}(\\d{1,3})(?:\\.\\d{1,9})?\\s{0,3}%", Pattern.CASE_INSENSITIVE);

    private Progress() {}

    /** The percentage (0 to 100) of the last line that tells one; empty when none does. */
    public static OptionalInt percent(List<String> logs) {
        for (int i = logs.size() - 1; i >= 0; i--) {
            OptionalInt percent = last(logs.get(i));
            if (percent.isPresent()) {
                return percent;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt last(String line) {
        OptionalInt percent = OptionalInt.empty();
        if (line != null) {
            for (Matcher found = LINE.matcher(line); found.find(); ) {
                percent = OptionalInt.of(Math.min(100, Integer.parseInt(found.group(1))));
            }
        }
        return percent;
    }
}
