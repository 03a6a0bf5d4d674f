package io.github.falvideo.fal.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A network in memory that answers call after call as the script says, and remembers the calls. */
public final class ScriptedTransport implements HttpTransport {
    private final Deque<HttpTransport> script = new ArrayDeque<>();
    private final List<HttpCall> calls = new ArrayList<>();

    /** The next call gets this answer. */
    public ScriptedTransport then(HttpTransport answer) {
        script.add(answer);
        return this;
    }

    public ScriptedTransport thenReply(int status, Map<String, String> headers, byte[] body) {
        return then(call -> HttpReply.of(status, headers, body));
    }

    public ScriptedTransport thenReply(int status, String body) {
        return thenReply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    public ScriptedTransport thenFail(IOException failure) {
        return then(call -> {
            throw failure;
        });
    }

    /** A body that breaks with the failure after the given bytes; a null failure ends it there without a word. */
    public ScriptedTransport thenBreak(int status, Map<String, String> headers, byte[] before, IOException failure) {
        return then(call -> new HttpReply(
                status, headers, new SequenceInputStream(new ByteArrayInputStream(before), breaking(failure))));
    }

    /** Every call so far, in order. */
    public List<HttpCall> calls() {
        return List.copyOf(calls);
    }

    @Override
    public HttpReply send(HttpCall call) throws IOException {
        calls.add(call);
        if (script.isEmpty()) {
            throw new AssertionError("not in the script: " + call);
        }
        return script.remove().send(call);
    }

    private static InputStream breaking(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (failure != null) {
                    throw failure;
                }
                return -1;
            }
        };
    }
}
