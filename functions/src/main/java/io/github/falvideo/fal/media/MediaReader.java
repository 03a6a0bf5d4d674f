package io.github.falvideo.fal.media;

import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.FalException;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.UnsafeUrlException;
import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.HttpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * Opens the media of a result for reading. Every URL, those of redirects too, must be https and of a configured media host, and its
 * addresses public. No key is ever sent.
 */
public final class MediaReader {
    private static final int MAX_REDIRECTS = 5;

    private final FalConfiguration configuration;
    private final HttpTransport transport;
    private final MediaHosts hosts;
    private final InstantSource clock;

    public MediaReader(FalConfiguration configuration, HttpTransport transport) {
        this(configuration, transport, InetAddress::getAllByName, InstantSource.system());
    }

    /** @param clock tells when {@code mediaTimeout} is over */
    public MediaReader(
            FalConfiguration configuration, HttpTransport transport, HostResolver resolver, InstantSource clock) {
        this.configuration = configuration;
        this.transport = transport;
        this.hosts = new MediaHosts(configuration.mediaHosts(), configuration.allowLoopback(), resolver);
        this.clock = clock;
    }

    /**
     * Opens the video. When this returns, its beginning has been read and is that of an MP4, and its announced length, if any, is within
     * the limit and agrees with {@code fileSize}.
     *
     * @param requestId for the messages of exceptions; may be null
     * @return the stream; the caller closes it
     * @throws UnsafeUrlException the URL, or one it redirects to, is not to be read
     * @throws FalUnavailableException the host cannot be reached, or answers 408, 429 or 5xx: try again
     * @throws MediaRefusedException not there, no film, too large, announced sizes differ
     * @throws MediaBrokenException broken in its first bytes, again and again
     */
    public MediaStream open(GeneratedVideo video, String requestId) {
        MediaStream stream = new MediaStream(this, video, requestId, configuration, clock);
        try {
            stream.begin();
            return stream;
        } catch (FalException e) {
            stream.close();
            throw e;
        }
    }

    /** One GET with its redirects, each checked before it is followed; any status that is no redirect is returned. */
    HttpReply get(String url, Map<String, String> headers, Duration timeout, String requestId) throws IOException {
        URI uri = parsed(url, requestId);
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            hosts.check(uri, requestId);
            HttpReply reply =
                    transport.send(new HttpCall("GET", uri, headers, null, timeout, configuration.mediaStall()));
            String location = reply.header("location");
            if (!isRedirect(reply.status()) || location == null) {
                return reply;
            }
            reply.close();
            uri = uri.resolve(parsed(location, requestId));
        }
        throw new MediaRefusedException(
                "The media URL redirects more than " + MAX_REDIRECTS + " times.", requestId, null);
    }

    private static URI parsed(String url, String requestId) {
        try {
            return URI.create(url == null ? "" : url);
        } catch (IllegalArgumentException e) {
            // The exception would quote the URL.
            throw new UnsafeUrlException(
                    "The media URL cannot be read as a URL. Nothing was fetched.", requestId, null);
        }
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }
}
