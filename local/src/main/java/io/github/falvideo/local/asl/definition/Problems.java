package io.github.falvideo.local.asl.definition;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a definition: collected, so that all of it is told at once. */
final class Problems {
    private final List<String> problems = new ArrayList<>();

    void add(String kind, String what, String path) {
        problems.add(kind + ": " + what + " at " + (path.isEmpty() ? "/" : path));
    }

    boolean any() {
        return !problems.isEmpty();
    }

    InvalidDefinitionException refusal() {
        return new InvalidDefinitionException(
                "Invalid State Machine Definition: '" + String.join("; ", problems) + "'");
    }
}
