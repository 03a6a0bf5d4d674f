package io.github.falvideo.local.asl;

import io.github.falvideo.local.asl.definition.Definition;
import java.time.Instant;

/** A state machine that was created. */
public final class StateMachine {
    private final String arn;
    private final String name;
    private final String roleArn;
    private final String definitionText;
    private final Definition definition;
    private final Instant creationDate;

    StateMachine(
            String arn,
            String name,
            String roleArn,
            String definitionText,
            Definition definition,
            Instant creationDate) {
        this.arn = arn;
        this.name = name;
        this.roleArn = roleArn;
        this.definitionText = definitionText;
        this.definition = definition;
        this.creationDate = creationDate;
    }

    public String arn() {
        return arn;
    }

    public String name() {
        return name;
    }

    public String roleArn() {
        return roleArn;
    }

    /** The text it was created from. */
    public String definitionText() {
        return definitionText;
    }

    public Instant creationDate() {
        return creationDate;
    }

    Definition definition() {
        return definition;
    }
}
