package io.github.falvideo.local.asl.query;

/** A value that a state needs could not be had: an expression failed, or its result is not what the field takes. */
public final class QueryFailure extends RuntimeException {
    private final String location;
    private final boolean evaluating;

    /**
     * @param location the field, as EvaluationFailed names it
     * @param evaluating whether the expression itself failed, rather than its result being of no use
     */
    public QueryFailure(String location, String message, boolean evaluating, Throwable cause) {
        super(message, cause);
        this.location = location;
        this.evaluating = evaluating;
    }

    /** The field, as EvaluationFailed names it. */
    public String location() {
        return location;
    }

    /** Whether the expression itself failed, rather than its result being of no use. */
    public boolean evaluating() {
        return evaluating;
    }
}
