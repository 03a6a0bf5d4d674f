package io.github.falvideo.local.asl;

/** A value that a state needs could not be had: an expression failed, or its result is not what the field takes. */
final class QueryFailure extends RuntimeException {
    private final String location;
    private final boolean evaluating;

    /**
     * @param location the field, as EvaluationFailed names it
     * @param evaluating whether the expression itself failed, rather than its result being of no use
     */
    QueryFailure(String location, String message, boolean evaluating, Throwable cause) {
        super(message, cause);
        this.location = location;
        this.evaluating = evaluating;
    }

    String location() {
        return location;
    }

    boolean evaluating() {
        return evaluating;
    }
}
