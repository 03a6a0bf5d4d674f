package io.github.falvideo.local.asl.definition;

/** A definition that is refused; the message names every problem and where it is, as AWS's does. */
public final class InvalidDefinitionException extends RuntimeException {
    InvalidDefinitionException(String message) {
        super(message);
    }
}
