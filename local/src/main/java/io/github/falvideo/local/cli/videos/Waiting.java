package io.github.falvideo.local.cli.videos;

import java.time.Duration;
import java.time.Instant;

/** How time passes for whoever waits for a video. */
public interface Waiting {
    /** The present instant. */
    Instant now();

    /** @throws InterruptedException when the thread is interrupted; the rest of the time is then forgotten */
    void sleep(Duration time) throws InterruptedException;

    /** As for everybody. */
    static Waiting real() {
        return new Waiting() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration time) throws InterruptedException {
                Thread.sleep(time.toMillis());
            }
        };
    }
}
