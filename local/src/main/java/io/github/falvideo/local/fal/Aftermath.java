package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.model.Content;
import io.github.falvideo.local.fal.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the effects make of a call before it is taken, and of its reply after. */
final class Aftermath {
    private static final String LOG_LINE = "Diffusing: 50% ".repeat(64);

    private Aftermath() {}

    /** The answer of a call that never gets as far as the queue, or null. */
    static Answer instead(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Refuse) {
                return new Answer.NotConnected();
            } else if (effect instanceof Effect.Respond respond && !respond.taken()) {
                return reply(respond, Map.of());
            } else if (effect instanceof Effect.Silence silence && !silence.taken()) {
                return new Answer.Silence();
            }
        }
        return null;
    }

    /** What becomes of the reply to a call that was taken. */
    static Answer of(Answer.Reply whole, List<Effect> effects) {
        Answer.Reply reply = whole;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Lose) {
                return new Answer.Lost();
            } else if (effect instanceof Effect.Silence) {
                return new Answer.Silence();
            }
            reply = changed(reply, effect);
        }
        return reply;
    }

    private static Answer.Reply changed(Answer.Reply reply, Effect effect) {
        if (effect instanceof Effect.Respond respond) {
            return reply(respond, reply.headers());
        } else if (effect instanceof Effect.Cut cut) {
            return reply.ending(Answer.Ending.CUT, cut.after());
        } else if (effect instanceof Effect.Stall stall) {
            return reply.ending(Answer.Ending.STALLED, stall.after());
        } else if (effect instanceof Effect.NoLength) {
            return reply.withoutLength();
        } else if (effect instanceof Effect.Merge merge) {
            return merged(reply, merge.fields());
        } else if (effect instanceof Effect.Logs logs) {
            return merged(reply, Map.of("logs", lines(logs.bytes())));
        }
        return reply;
    }

    private static Answer.Reply reply(Effect.Respond respond, Map<String, String> real) {
        Map<String, String> headers = new LinkedHashMap<>(respond.headers());
        String requestId = real.get(StandInQueue.REQUEST_ID_HEADER);
        if (requestId != null) {
            headers.putIfAbsent(StandInQueue.REQUEST_ID_HEADER, requestId);
        }
        return Answer.Reply.whole(respond.status(), headers, Content.of(respond.body()));
    }

    private static Answer.Reply merged(Answer.Reply reply, Map<String, ?> fields) {
        try {
            Map<String, Object> body = Json.object(reply.body().bytes());
            merge(body, fields);
            return Answer.Reply.whole(reply.status(), reply.headers(), Content.of(Json.text(body)));
        } catch (IOException e) {
            throw new IllegalStateException("A merge needs a reply that is a JSON object", e);
        }
    }

    private static void merge(Map<String, Object> into, Map<String, ?> fields) {
        fields.forEach((name, value) -> {
            if (value == null) {
                into.remove(name);
            } else if (value instanceof Map<?, ?> object && into.get(name) instanceof Map<?, ?> present) {
                Map<String, Object> inner = copy(present);
                merge(inner, copy(object));
                into.put(name, inner);
            } else {
                into.put(name, value);
            }
        });
    }

    private static Map<String, Object> copy(Map<?, ?> object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }

    private static List<Map<String, String>> lines(int bytes) {
        List<Map<String, String>> lines = new ArrayList<>();
        for (int sum = 0; sum < bytes; sum += LOG_LINE.length()) {
            lines.add(Map.of("timestamp", "2026-01-01T00:00:00", "message", LOG_LINE));
        }
        return lines;
    }
}
