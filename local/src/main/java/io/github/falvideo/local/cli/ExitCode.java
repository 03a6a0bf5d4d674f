package io.github.falvideo.local.cli;

/** What the command says to a shell. */
final class ExitCode {
    static final int MADE = 0;
    static final int BAD_REQUEST = 2;
    static final int FAILED = 3;
    static final int TIMED_OUT = 4;
    static final int CANCELLED = 130;

    private ExitCode() {}
}
