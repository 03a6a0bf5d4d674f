package io.github.falvideo.fal;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Which URLs are the queue's own, and may be sent the key; and how to build them from model and request id. */
final class QueueUrls {
    private static final Pattern MODEL =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){1,5}");
    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final URI queue;
    private final String base;

    QueueUrls(URI queue) {
        this.queue = queue;
        String url = queue.toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    static boolean isRequestId(Object id) {
        return id instanceof String text && REQUEST_ID.matcher(text).matches();
    }

    URI submit(String model) {
        if (model == null || !MODEL.matcher(model).matches()) {
            throw new RequestRefusedException(
                    "The model id is not one: it must look like veed/fabric-1.0. Nothing was sent.", null, null, null);
        }
        return URI.create(base + "/" + model);
    }

    /** The three URLs of a reply, each of them fal's if it is safe, else built. */
    SubmittedRequest submitted(
            String model, String id, String statusUrl, String responseUrl, String cancelUrl, Integer queuePosition) {
        return new SubmittedRequest(
                id,
                safeOrBuilt(statusUrl, model, id, "/status"),
                safeOrBuilt(responseUrl, model, id, ""),
                safeOrBuilt(cancelUrl, model, id, "/cancel"),
                queuePosition);
    }

    URI status(QueuedRequest request) {
        URI url = own(request, request.statusUrl(), "/status");
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + "logs=1");
    }

    URI response(QueuedRequest request) {
        return own(request, request.responseUrl(), "");
    }

    URI cancel(QueuedRequest request) {
        return own(request, request.cancelUrl(), "/cancel");
    }

    private URI own(QueuedRequest request, String url, String suffix) {
        if (url == null || url.isBlank()) {
            if (request.model() == null
                    || !MODEL.matcher(request.model()).matches()
                    || !isRequestId(request.requestId())) {
                throw new RequestRefusedException(
                        "Neither a URL of the request nor its model and request id are known. Nothing was sent.",
                        request.requestId(),
                        null,
                        null);
            }
            return URI.create(built(request.model(), request.requestId(), suffix));
        }
        URI uri = parsed(url);
        if (!isOwn(uri)) {
            throw new UnsafeUrlException(
                    "The request's URL is not one of the queue at " + queue.getHost() + " but of "
                            + (uri == null || uri.getHost() == null
                                    ? "no readable host"
                                    : Text.shortened(uri.getHost(), 100))
                            + ": the key is not sent there, nothing was.",
                    request.requestId(),
                    null);
        }
        return uri;
    }

    private String safeOrBuilt(String url, String model, String id, String suffix) {
        return url != null && isOwn(parsed(url)) ? url : built(model, id, suffix);
    }

    /** fal-queue: the URLs of a request hold owner and app only, whatever follows them in the model id. */
    private String built(String model, String id, String suffix) {
        String[] parts = model.split("/");
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        return base + "/" + parts[0] + "/" + parts[1] + "/requests/" + encoded + suffix;
    }

    private boolean isOwn(URI uri) {
        return uri != null
                && queue.getScheme().equalsIgnoreCase(uri.getScheme())
                && queue.getHost().equalsIgnoreCase(uri.getHost())
                && port(queue) == port(uri)
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
    }

    private static int port(URI uri) {
        return uri.getPort() != -1 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null; // what cannot be read is nobody's URL
        }
    }
}
