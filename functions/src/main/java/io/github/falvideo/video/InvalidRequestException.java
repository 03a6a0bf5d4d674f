package io.github.falvideo.video;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A request that breaks the contract. Final: the same request will be refused again. Nothing was submitted and nothing
 * was stored.
 */
public final class InvalidRequestException extends RuntimeException {
    private final transient List<Problem> problems;

    /** @param problems everything that is wrong, at least one */
    public InvalidRequestException(List<Problem> problems) {
        super(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("; ", "Nothing was submitted, because the request is not valid. ", "")));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, each with its field, in the order of the contract. */
    public List<Problem> problems() {
        return problems;
    }
}
