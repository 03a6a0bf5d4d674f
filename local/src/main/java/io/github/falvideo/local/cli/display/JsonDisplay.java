package io.github.falvideo.local.cli.display;

import io.github.falvideo.local.asl.json.Json;
import java.io.PrintStream;
import java.util.Map;

/** One JSON document a line: each status.json, and the last one. Notes go where errors go. */
public final class JsonDisplay implements Display {
    private final PrintStream out;
    private final PrintStream err;

    public JsonDisplay(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void note(String text) {
        err.println(text);
    }

    @Override
    public void poll(Map<String, Object> status) {
        out.println(Json.text(status));
    }

    @Override
    public void end(Map<String, Object> status, Iterable<String> lines) {
        out.println(Json.text(status));
    }

    @Override
    public void close() {
        out.flush();
    }
}
