package io.github.falvideo;

/** The one place where clients are built. */
public final class Components {
    private Components() {}
}
