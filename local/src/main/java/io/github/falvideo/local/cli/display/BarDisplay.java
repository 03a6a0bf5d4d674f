package io.github.falvideo.local.cli.display;

import java.io.PrintStream;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar, with fal's word at each poll above it. */
public final class BarDisplay implements Display {
    private static final int WIDTH = 60;

    private final PrintStream out;
    private ProgressBar bar;

    public BarDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void note(String text) {
        clear();
        out.println(text);
    }

    @Override
    public void poll(Map<String, Object> status) {
        clear();
        out.println(PlainDisplay.line(status));
        bar = new ProgressBarBuilder()
                .setTaskName("Video")
                .setInitialMax(100)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setMaxRenderedLength(WIDTH)
                .hideEta()
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .build();
        bar.stepTo(status.get("progress") instanceof Number progress ? progress.longValue() : 0);
        bar.refresh();
    }

    @Override
    public void end(Map<String, Object> status, Iterable<String> lines) {
        clear();
        lines.forEach(out::println);
    }

    @Override
    public void close() {
        clear();
        out.flush();
    }

    private void clear() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
