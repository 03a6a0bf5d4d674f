package io.github.falvideo;

import java.util.List;

/** The environment of a function does not say what it must. The message names every variable that is wrong. */
public final class ConfigurationException extends RuntimeException {
    ConfigurationException(List<String> problems) {
        super("Wrong configuration: " + String.join("; ", problems));
    }
}
