package io.github.falvideo.local.chain;

import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.NotConnectedException;
import io.github.falvideo.local.asl.Time;
import io.github.falvideo.local.fal.Answer;
import io.github.falvideo.local.fal.Call;
import io.github.falvideo.local.fal.StandInQueue;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The network between the functions and the stand-in, without sockets: a refused connection, a lost or cut reply and a silence that
 * costs virtual time look to the client as they do through the JDK's HTTP client.
 */
final class FalEdge implements HttpTransport {
    static final URI QUEUE = URI.create("https://queue.fal.run");
    static final URI MEDIA = URI.create("https://v3b.fal.media");

    /** Told of each call as soon as fal has dealt with it, while the caller still waits for the reply. */
    interface Witness {
        void dealtWith(HttpCall call);
    }

    private final StandInQueue fal;
    private final Time time;
    private final Latency latency;
    private final List<String> strays = new CopyOnWriteArrayList<>();
    private volatile Witness witness = call -> {};

    FalEdge(StandInQueue fal, Time time, Latency latency) {
        this.fal = fal;
        this.time = time;
        this.latency = latency;
    }

    /** Hosts other than fal's that were called. There must never be any. */
    List<String> strays() {
        return strays;
    }

    void witness(Witness newWitness) {
        this.witness = newWitness;
    }

    @Override
    public HttpReply send(HttpCall call) throws IOException {
        String host = call.uri().getHost();
        if (!host.equals(QUEUE.getHost()) && !host.equals(MEDIA.getHost())) {
            strays.add(call.method() + " " + call.uri());
            throw new NotConnectedException("no such host", null);
        }
        latency.pass();
        String query = call.uri().getRawQuery();
        String path = call.uri().getRawPath() + (query == null ? "" : "?" + query);
        Answer answer = fal.answer(new Call(call.method(), path, call.headers(), call.body()));
        witness.dealtWith(call);
        if (answer instanceof Answer.NotConnected) {
            throw new NotConnectedException("Connection refused", null);
        } else if (answer instanceof Answer.Lost) {
            throw new SocketException("Connection reset");
        } else if (answer instanceof Answer.Silence) {
            throw silence(call.readTimeout().compareTo(call.timeout()) < 0 ? call.readTimeout() : call.timeout());
        }
        latency.pass();
        return reply((Answer.Reply) answer, call);
    }

    private HttpReply reply(Answer.Reply reply, HttpCall call) {
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        if (reply.lengthTold()) {
            headers.put("Content-Length", String.valueOf(reply.body().length()));
        } else {
            headers.put("Transfer-Encoding", "chunked");
        }
        InputStream sent = reply.body().slice(0, reply.sent()).open(0);
        return new HttpReply(reply.status(), headers, new FilterInputStream(sent) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                return next < 0 ? end() : next;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                return count < 0 ? end() : count;
            }

            private int end() throws IOException {
                if (reply.ending() == Answer.Ending.STALLED) {
                    throw silence(call.readTimeout());
                }
                // HttpURLConnection reports a body that is shorter than its Content-Length like one that is whole.
                if (reply.ending() == Answer.Ending.CUT && !reply.lengthTold()) {
                    throw new IOException("Premature EOF");
                }
                return -1;
            }
        });
    }

    private SocketTimeoutException silence(Duration limit) {
        Latency.sleep(time, limit);
        return new SocketTimeoutException("no answer within " + limit);
    }
}
