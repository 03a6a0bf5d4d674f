package io.github.falvideo.local.chain;

import io.github.falvideo.aws.InMemoryS3.Stored;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.HistoryEvent;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.fal.RequestView;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.video.VideoKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One video after its run: the execution, what lies in the bucket, what happened at fal. */
record Video(Chain chain, String id) {
    ExecutionRecord execution() {
        return chain.workflow.machines().execution(chain.arn(id));
    }

    ExecutionStatus status() {
        return execution().status();
    }

    String error() {
        return execution().error();
    }

    String cause() {
        return execution().cause();
    }

    /** The output's fields. */
    Map<?, ?> output() {
        return (Map<?, ?>) Json.parse(execution().output());
    }

    /** The names of the states in the order in which they were entered. */
    List<String> states() {
        return chain.workflow.machines().history(chain.arn(id)).stream()
                .map(HistoryEvent::stateName)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How often a state was entered. */
    long entered(String state) {
        return chain.workflow.machines().history(chain.arn(id)).stream()
                .filter(event -> event.type().endsWith("StateEntered") && state.equals(event.stateName()))
                .count();
    }

    /** status.json; empty when there is none. */
    Map<?, ?> told() {
        return json(VideoKeys.status(id));
    }

    /** {@code status} in status.json. */
    Object toldStatus() {
        return told().get("status");
    }

    /** {@code message} in status.json. */
    String message() {
        return (String) told().get("message");
    }

    /** submission.json; empty when there is none. */
    Map<?, ?> claim() {
        return json(VideoKeys.submission(id));
    }

    /** video.mp4. */
    Optional<Stored> film() {
        return chain.s3.object(Chain.BUCKET, VideoKeys.video(id));
    }

    /** How often fal took it, and so bills it. */
    int accepted() {
        return chain.fal.accepted().getOrDefault(id, 0);
    }

    /** What fal has of it; the test has only this one. */
    RequestView atFal() {
        return chain.fal.requests().stream()
                .filter(request -> request.label().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("fal has no request for " + id));
    }

    long calls(CallKind kind) {
        return chain.fal.calls(kind);
    }

    private Map<?, ?> json(String key) {
        return chain.s3
                .object(Chain.BUCKET, key)
                .map(stored -> (Map<?, ?>) Json.parse(new String(stored.content(), StandardCharsets.UTF_8)))
                .orElse(Map.of());
    }
}
