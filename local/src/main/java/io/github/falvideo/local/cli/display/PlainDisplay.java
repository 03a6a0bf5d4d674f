package io.github.falvideo.local.cli.display;

import java.io.PrintStream;
import java.util.Map;

/** One line for each poll: for logs, and for terminals that are none. */
public final class PlainDisplay implements Display {
    private final PrintStream out;

    public PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void note(String text) {
        out.println(text);
    }

    @Override
    public void poll(Map<String, Object> status) {
        out.println(line(status));
    }

    @Override
    public void end(Map<String, Object> status, Iterable<String> lines) {
        lines.forEach(out::println);
    }

    @Override
    public void close() {
        out.flush();
    }

    /** {@code [3] Generating your video... 45%}: the number of the poll, and fal's word. */
    static String line(Map<String, Object> status) {
        Object progress = status.get("progress");
        return "[" + status.get("polls") + "] " + status.get("message")
                + (progress == null ? "" : " " + progress + "%");
    }
}
