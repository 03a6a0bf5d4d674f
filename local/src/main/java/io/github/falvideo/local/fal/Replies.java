package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.model.Content;
import io.github.falvideo.local.fal.model.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queue's replies, field by field as fal-queue has them. */
final class Replies {
    private static final int LOG_EVERY = 10;

    private Replies() {}

    static Answer.Reply json(int status, Map<String, ?> body) {
        return Answer.Reply.whole(status, Map.of("Content-Type", "application/json"), Content.of(Json.text(body)));
    }

    static Answer.Reply detail(int status, String detail) {
        return json(status, Map.of("detail", detail));
    }

    static Answer.Reply submitted(Run run, URI base) {
        String request = base + "/" + run.app() + "/requests/" + run.id();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "IN_QUEUE");
        body.put("request_id", run.id());
        body.put("response_url", request);
        body.put("status_url", request + "/status");
        body.put("cancel_url", request + "/cancel");
        body.put("queue_position", run.pace().ahead());
        return json(200, body);
    }

    static Answer.Reply status(Run run, Instant now, boolean withLogs) {
        Run.Phase phase = run.phase(now);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", word(phase));
        body.put("request_id", run.id());
        if (phase == Run.Phase.QUEUED) {
            body.put("queue_position", run.position(now));
        }
        body.put("logs", withLogs ? logs(run, phase, now) : null);
        if (phase != Run.Phase.DONE) {
            return json(202, body);
        }
        Outcome outcome = run.outcome();
        if (outcome instanceof Outcome.Failed failed && failed.errorType() != null) {
            body.put("error", String.valueOf(failed.body().get("detail")));
            body.put("error_type", failed.errorType());
        }
        body.put("metrics", Map.of("inference_time", run.pace().running().toMillis() / 1000.0));
        return json(200, body);
    }

    static String word(Run.Phase phase) {
        return switch (phase) {
            case QUEUED -> "IN_QUEUE";
            case RUNNING -> "IN_PROGRESS";
            case DONE -> "COMPLETED";
        };
    }

    private static List<Map<String, String>> logs(Run run, Run.Phase phase, Instant now) {
        List<Map<String, String>> logs = new ArrayList<>();
        if (phase == Run.Phase.QUEUED || run.isCancelled()) {
            return logs;
        }
        int reached = phase == Run.Phase.DONE ? 100 : run.progress(now);
        long nanosPerCent = run.pace().running().toNanos() / 100;
        for (int percent = 0; percent <= reached; percent += LOG_EVERY) {
            Instant at = run.startedAt().plusNanos(percent * nanosPerCent);
            logs.add(log(at, "Diffusing: " + percent + "%"));
        }
        return logs;
    }

    private static Map<String, String> log(Instant at, String message) {
        Map<String, String> log = new LinkedHashMap<>();
        log.put("timestamp", at.toString());
        log.put("level", "INFO");
        log.put("source", "USER");
        log.put("message", message);
        return log;
    }

    static Answer.Reply result(Run run, Instant now, URI media) {
        if (run.phase(now) != Run.Phase.DONE) {
            return detail(400, "Request is still in progress");
        }
        Outcome outcome = run.outcome();
        if (outcome instanceof Outcome.Failed failed) {
            Answer.Reply reply = json(failed.status(), failed.body());
            if (failed.errorType() != null) {
                reply.headers().put("X-Fal-Error-Type", failed.errorType());
            }
            return reply;
        }
        Map<String, Object> video = new LinkedHashMap<>();
        video.put("url", media + Route.video(run.id()));
        video.put("content_type", "video/mp4");
        video.put("file_name", "video.mp4");
        video.put("file_size", ((Outcome.Made) outcome).video().length());
        return json(200, Map.of("video", video));
    }

    static Answer.Reply cancelled(Run.Phase met) {
        return switch (met) {
            case QUEUED -> json(200, Map.of("status", "OK"));
            case RUNNING -> json(202, Map.of("status", "CANCELLATION_REQUESTED"));
            case DONE -> json(400, Map.of("status", "ALREADY_COMPLETED"));
        };
    }

    static Answer.Reply unknownRequest() {
        return json(404, Map.of("status", "NOT_FOUND"));
    }
}
