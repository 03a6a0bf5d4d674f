package io.github.falvideo.fal;

import java.util.Map;
import java.util.function.Supplier;

/** fal's queue. Each method makes exactly one HTTP call and throws nothing but {@link FalException}s. */
public final class FalQueue {
    public FalQueue(FalConfiguration configuration, Supplier<String> key, HttpTransport transport) {}

    /** Submits once; never repeated inside. */
    public SubmittedRequest submit(String model, Map<String, Object> input) {
        throw new UnsupportedOperationException();
    }

    public QueueStatus status(QueuedRequest request) {
        throw new UnsupportedOperationException();
    }

    public GeneratedVideo result(QueuedRequest request) {
        throw new UnsupportedOperationException();
    }

    public CancelOutcome cancel(QueuedRequest request) {
        throw new UnsupportedOperationException();
    }
}
