package io.github.falvideo.local.asl.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One state of a definition, with its expressions parsed. Templates that are absent are null; {@code next} is null at an end. */
public sealed interface State {
    String name();

    /** As it stands in {@code Type}, and at the beginning of event names. */
    default String type() {
        return getClass().getSimpleName();
    }

    default List<Retrier> retriers() {
        return List.of();
    }

    default List<Catcher> catchers() {
        return List.of();
    }

    /** What a state does with its result: variables, output, and where to go. */
    record Outcome(Map<String, Template> assign, Template output, String next) {}

    record Pass(String name, Outcome outcome) implements State {}

    record Succeed(String name, Template output) implements State {}

    record Fail(String name, Template error, Template cause) implements State {}

    /** Exactly one of both is there. */
    record Wait(String name, Template seconds, Template timestamp, Outcome outcome) implements State {}

    /** {@code fallback} is null without a {@code Default}. */
    record Choice(String name, List<Rule> rules, Outcome fallback) implements State {}

    record Rule(Template condition, Outcome outcome) {}

    record Task(
            String name,
            TaskType kind,
            Template arguments,
            Template timeout,
            Outcome outcome,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements State {}

    record Parallel(
            String name,
            List<Definition> branches,
            Template arguments,
            Outcome outcome,
            List<Retrier> retriers,
            List<Catcher> catchers)
            implements State {}

    /** {@code maxDelay} is null when there is none. */
    record Retrier(
            List<String> errors,
            Duration interval,
            int maxAttempts,
            double backoffRate,
            Duration maxDelay,
            boolean fullJitter) {}

    record Catcher(List<String> errors, Outcome outcome) {}

    /**
     * A task's resource as events name it.
     *
     * @param type such as {@code lambda} or {@code aws-sdk:s3}
     * @param action such as {@code invoke} or {@code putObject}
     */
    record TaskType(String arn, String type, String action) {}
}
