package io.github.falvideo.local.fal.faults;

import java.util.Map;

/** What goes wrong. Several effects on one call are applied in their order. */
public sealed interface Effect {

    /**
     * This reply, whatever the call was.
     *
     * @param taken whether the call has its effect all the same, so that only the reply is wrong
     */
    record Respond(int status, Map<String, String> headers, String body, boolean taken) implements Effect {}

    /** The connection is never made; no effect. Over HTTP it closes without a reply: for a true refusal call a port where nobody listens. */
    record Refuse() implements Effect {}

    /** The call has its effect; the connection is closed before a byte of the reply. */
    record Lose() implements Effect {}

    /** No reply, ever. */
    record Silence(boolean taken) implements Effect {}

    /** The call has its effect; the connection closes after so many bytes of the body. */
    record Cut(long after) implements Effect {}

    /** The call has its effect; nothing comes any more after so many bytes of the body. */
    record Stall(long after) implements Effect {}

    /** The call has its effect; fields of its JSON reply are overwritten, objects field by field; null removes one. */
    record Merge(Map<String, Object> fields) implements Effect {}

    /** A status whose log lines hold at least so many bytes. */
    record Logs(int bytes) implements Effect {}

    /** Media of so many bytes: cut off, or with zeros behind it. */
    record Length(long bytes) implements Effect {}

    /** Media without {@code Content-Length}. */
    record NoLength() implements Effect {}

    /** Media from a server that does not know {@code Range}. */
    record NoRange() implements Effect {}

    /** Media that is another file from this call on: another {@code ETag}, so that {@code If-Range} no longer holds. */
    record Changed() implements Effect {}

    /** Submit: this request takes another time. */
    record Paced(Pace pace) implements Effect {}

    /**
     * Submit: taken, and the run ends with this error.
     *
     * @param status of the result
     * @param errorType stands in the status as {@code error_type} and in the result's headers; null for an error of the
     *     model, which only the result tells
     * @param body of the result
     */
    record Fails(int status, String errorType, Map<String, Object> body) implements Effect {}

    /** Cancel of a request that runs: answered as usual, and it goes on to its end. fal-queue: "may still complete, and be billed". */
    record Unheeded() implements Effect {}
}
