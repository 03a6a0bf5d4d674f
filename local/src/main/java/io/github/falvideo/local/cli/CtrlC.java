package io.github.falvideo.local.cli;

import io.github.falvideo.local.cli.display.Display;
import io.github.falvideo.local.cli.videos.Videos;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** While it is armed, an interrupted process cancels its video at fal before it ends, and says what fal answered. */
final class CtrlC {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Thread hook;

    private CtrlC(Thread hook) {
        this.hook = hook;
    }

    static CtrlC cancels(Videos videos, String id, Display display) {
        Thread hook = new Thread(() -> cancel(videos, id, display), "ctrl-c");
        Runtime.getRuntime().addShutdownHook(hook);
        return new CtrlC(hook);
    }

    /**
     * The video has ended by itself. In a process that is being interrupted this does not return: the hook still needs what the caller
     * would close, and tells the end itself.
     */
    void disarm() throws InterruptedException {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            new CountDownLatch(1).await();
        }
    }

    private static void cancel(Videos videos, String id, Display display) {
        display.note("Cancelling...");
        try {
            Map<String, Object> status = videos.stop(id, PATIENCE);
            display.end(status, List.of(String.valueOf(status.get("message"))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            display.note("The request could not be cancelled: " + e.getMessage());
        } finally {
            display.close();
        }
    }
}
