package io.github.falvideo.fal;

import java.net.InetAddress;
import java.time.Clock;

/** Opens the media of a result for reading. */
public final class MediaReader {
    public MediaReader(FalConfiguration configuration, HttpTransport transport) {
        this(configuration, transport, InetAddress::getAllByName, Clock.systemUTC());
    }

    public MediaReader(FalConfiguration configuration, HttpTransport transport, HostResolver resolver, Clock clock) {}

    /**
     * Opens the video. When this returns, the beginning has been read and is that of an MP4.
     *
     * @param requestId for the messages of exceptions; may be null
     */
    public MediaStream open(GeneratedVideo video, String requestId) {
        throw new UnsupportedOperationException();
    }
}
