package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.model.Content;
import java.util.Map;
import java.util.TreeMap;

/** What comes of a call: a reply, whole or broken, or none. Whoever carries it to the client makes the real thing of it. */
public sealed interface Answer {

    /**
     * A reply.
     *
     * @param headers without {@code Content-Length}
     * @param body what the reply would hold if it came whole
     * @param lengthTold whether {@code Content-Length} is sent, always that of the whole body
     * @param sent how many bytes of the body are sent before it ends
     */
    record Reply(int status, Map<String, String> headers, Content body, boolean lengthTold, long sent, Ending ending)
            implements Answer {
        public Reply {
            Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            sorted.putAll(headers);
            headers = sorted;
        }

        static Reply whole(int status, Map<String, String> headers, Content body) {
            return new Reply(status, headers, body, true, body.length(), Ending.WHOLE);
        }

        Reply ending(Ending how, long after) {
            return new Reply(status, headers, body, lengthTold, Math.min(after, body.length()), how);
        }

        Reply withoutLength() {
            return new Reply(status, headers, body, false, sent, ending);
        }
    }

    /** How a reply's body ends: all of it sent; the connection closed; the connection open and silent. */
    enum Ending {
        WHOLE,
        CUT,
        STALLED
    }

    /** The connection was never made; the call had no effect. Over HTTP it is made, and closed without a reply. */
    record NotConnected() implements Answer {}

    /** The connection was closed before a byte of the reply; whether the call had an effect only the stand-in knows. */
    record Lost() implements Answer {}

    /** Nothing comes until the client gives up; whether the call had an effect only the stand-in knows. */
    record Silence() implements Answer {}
}
