package io.github.falvideo.fal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.NotConnectedException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * fal's queue. Each method makes exactly one HTTP call, within the configuration's {@code callTimeout}, and throws {@link FalException}s
 * only; what the key's supplier throws passes through, before anything is sent. The key goes to the configured queue host only.
 */
public final class FalQueue {
    private static final System.Logger LOG = System.getLogger(FalQueue.class.getName());
    private static final int MAX_BODY = 1 << 20;
    private static final byte[] UNREADABLE = {'<'};

    private final FalConfiguration configuration;
    private final QueueUrls urls;
    private final Supplier<String> key;
    private final HttpTransport transport;

    /** @param key the FAL_KEY; asked at every call, surrounding white space is ignored */
    public FalQueue(FalConfiguration configuration, Supplier<String> key, HttpTransport transport) {
        this.configuration = configuration;
        this.urls = new QueueUrls(configuration.queue());
        this.key = key;
        this.transport = transport;
    }

    /**
     * Submits once; never repeated inside, since fal has no idempotency key.
     *
     * @param input the model's input, sent as it is
     * @throws NotTakenException connection never made, 429, 503: may be submitted again
     * @throws RequestRefusedException any other 4xx; a model id, key or input that cannot be sent
     * @throws SubmissionUncertainException sent, and no trustworthy answer: none at all, other 5xx, 408, 499, a redirect, a 2xx without a
     *     readable request id
     */
    public SubmittedRequest submit(String model, Map<String, Object> input) {
        URI uri = urls.submit(model);
        byte[] body = bytes(input);
        String secret = checkedKey(null);
        Cleaner cleaner = new Cleaner(secret);
        try (HttpReply reply = send("POST", uri, body, secret)) {
            return submitted(model, reply, cleaner);
        } catch (NotConnectedException e) {
            throw QueueErrors.submitNotConnected(e, cleaner);
        } catch (IOException e) {
            throw QueueErrors.submitUncertain(
                    "The request was sent to fal and no answer came back (" + cleaner.reason(e) + ")", null, e);
        }
    }

    private SubmittedRequest submitted(String model, HttpReply reply, Cleaner cleaner) {
        String header = reply.header("x-fal-request-id");
        String headerId = QueueUrls.isRequestId(header) ? header : null;
        if (!isSuccess(reply)) {
            throw QueueErrors.submit(errorReply(reply, cleaner), headerId);
        }
        Map<?, ?> answer;
        try {
            answer = JSON.std.anyFrom(read(reply)) instanceof Map<?, ?> map ? map : Map.of();
        } catch (IOException e) {
            throw QueueErrors.submitUncertain(
                    "fal's answer to the request cannot be read (HTTP " + reply.status() + ", "
                            + QueueErrors.unreadable(e, cleaner) + ")",
                    headerId,
                    QueueErrors.withoutBody(e));
        }
        if (!(answer.get("request_id") instanceof String id) || !QueueUrls.isRequestId(id)) {
            throw QueueErrors.submitUncertain(
                    "fal's answer to the request names no request id (HTTP " + reply.status() + ")", headerId, null);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "fal took request {0} (x-fal-request-id {1})",
                id,
                headerId == null ? "-" : headerId);
        return urls.submitted(
                model,
                id,
                text(answer.get("status_url")),
                text(answer.get("response_url")),
                text(answer.get("cancel_url")),
                answer.get("queue_position") instanceof Integer position && position >= 0 ? position : null);
    }

    /**
     * Asks for the status, with the last log lines.
     *
     * @throws FalUnavailableException network, 408, 429, 5xx, a body without a known status: ask again
     * @throws RequestRefusedException 401, 403, 404, 422 and any other 4xx
     * @throws UnsafeUrlException the status URL is not the queue's; nothing was sent
     */
    public QueueStatus status(QueuedRequest request) {
        URI uri = urls.status(request);
        String secret = checkedKey(request.requestId());
        Cleaner cleaner = new Cleaner(secret);
        try (HttpReply reply = send("GET", uri, null, secret)) {
            if (!isSuccess(reply)) {
                throw QueueErrors.status(errorReply(reply, cleaner), request.requestId());
            }
            return new StatusReader(cleaner).read(reply.body());
        } catch (IOException e) {
            throw QueueErrors.unavailable("status", e, cleaner, request.requestId());
        }
    }

    /**
     * Fetches the result.
     *
     * @throws FalUnavailableException network, 408, 429, 5xx, not JSON: ask again
     * @throws ResultNotReadyException 400 "still in progress", or a 2xx whose {@code status} says so
     * @throws GenerationFailedException any other 4xx, the model's error; also a 2xx without a video URL, then with type {@code
     *     no_video_in_result} unless fal names one
     * @throws GenerationCancelledException {@code client_cancelled}, 499
     * @throws ResultGoneException 404
     * @throws RequestRefusedException 401, 403
     * @throws UnsafeUrlException the response URL is not the queue's; nothing was sent
     */
    public GeneratedVideo result(QueuedRequest request) {
        URI uri = urls.response(request);
        String secret = checkedKey(request.requestId());
        Cleaner cleaner = new Cleaner(secret);
        try (HttpReply reply = send("GET", uri, null, secret)) {
            if (!isSuccess(reply)) {
                throw QueueErrors.result(errorReply(reply, cleaner), request.requestId());
            }
            byte[] body = read(reply);
            Object video = JSON.std.anyFrom(body) instanceof Map<?, ?> map ? map.get("video") : null;
            if (video instanceof Map<?, ?> map && text(map.get("url")) != null) {
                return new GeneratedVideo(
                        text(map.get("url")),
                        text(map.get("content_type")),
                        text(map.get("file_name")),
                        size(map.get("file_size")));
            }
            throw QueueErrors.noVideo(errorReply(reply, body, cleaner), request.requestId());
        } catch (IOException e) {
            throw QueueErrors.unavailable("result", e, cleaner, request.requestId());
        }
    }

    /**
     * Asks fal to cancel. None of the outcomes promises that nothing is charged.
     *
     * @throws FalUnavailableException network, 408, 429, 5xx, not JSON: try again
     * @throws RequestRefusedException 401, 403, 422 and any other 4xx that is not one of the four answers
     * @throws UnsafeUrlException the cancel URL is not the queue's; nothing was sent
     */
    public CancelOutcome cancel(QueuedRequest request) {
        URI uri = urls.cancel(request);
        String secret = checkedKey(request.requestId());
        Cleaner cleaner = new Cleaner(secret);
        try (HttpReply reply = send("PUT", uri, new byte[0], secret)) {
            return QueueErrors.cancel(errorReply(reply, cleaner), request.requestId());
        } catch (IOException e) {
            throw QueueErrors.unavailable("cancel", e, cleaner, request.requestId());
        }
    }

    private HttpReply send(String method, URI uri, byte[] body, String secret) throws IOException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Key " + secret);
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "fal-video-workflow");
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        return transport.send(new HttpCall(method, uri, headers, body, configuration.callTimeout()));
    }

    /** The key, fit for a header: HttpURLConnection would quote an unfit one in its exception. */
    private String checkedKey(String requestId) {
        String secret = key.get();
        String trimmed = secret == null ? "" : secret.strip();
        if (trimmed.isEmpty() || !trimmed.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new RequestRefusedException(
                    trimmed.isEmpty()
                            ? "The FAL_KEY is empty. Nothing was sent."
                            : "The FAL_KEY holds characters that no key has. Nothing was sent.",
                    requestId,
                    null,
                    null);
        }
        return trimmed;
    }

    private static byte[] bytes(Map<String, Object> input) {
        try {
            return JSON.std.asBytes(input);
        } catch (IOException e) {
            throw new RequestRefusedException(
                    "The input cannot be written as JSON. Nothing was sent.", null, null, null);
        }
    }

    private static byte[] read(HttpReply reply) throws IOException {
        byte[] body = reply.body().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new IOException("the answer is larger than 1 MiB");
        }
        return body;
    }

    private static ErrorReply errorReply(HttpReply reply, Cleaner cleaner) {
        byte[] body;
        try {
            body = reply.body().readNBytes(MAX_BODY);
        } catch (IOException e) {
            body = UNREADABLE; // the code alone decides
        }
        return errorReply(reply, body, cleaner);
    }

    private static ErrorReply errorReply(HttpReply reply, byte[] body, Cleaner cleaner) {
        return ErrorReply.of(reply.status(), reply.header("x-fal-error-type"), body, cleaner);
    }

    private static boolean isSuccess(HttpReply reply) {
        return reply.status() >= 200 && reply.status() < 300;
    }

    private static String text(Object value) {
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    private static Long size(Object value) {
        boolean whole = value instanceof Integer || value instanceof Long;
        long size = whole ? ((Number) value).longValue() : 0;
        return size > 0 ? size : null;
    }
}
