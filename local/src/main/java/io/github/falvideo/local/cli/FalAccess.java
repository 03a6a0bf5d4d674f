package io.github.falvideo.local.cli;

import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.FalQueue;
import io.github.falvideo.fal.http.JdkHttpTransport;
import io.github.falvideo.fal.media.MediaReader;
import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.fal.FalStandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** fal's queue and media, or the stand-in's, without a workflow around them: for requests that outlived theirs. */
final class FalAccess implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final FalStandIn standIn;
    private final FalQueue queue;
    private final MediaReader media;

    private FalAccess(FalStandIn standIn, FalConfiguration configuration, String key) {
        JdkHttpTransport transport = new JdkHttpTransport(CONNECT_TIMEOUT);
        this.standIn = standIn;
        this.queue = new FalQueue(configuration, () -> key, transport);
        this.media = new MediaReader(configuration, transport, InetAddress::getAllByName, InstantSource.system());
    }

    static FalAccess open(LocalApplication.Settings settings) throws IOException {
        if (settings.isReal()) {
            return new FalAccess(null, FalConfiguration.defaults(), settings.falKey());
        }
        FalStandIn standIn = FalStandIn.start(0, settings.standIn(), settings.faults(), settings.standInFolder());
        URI endpoint = standIn.endpoint();
        return new FalAccess(
                standIn,
                FalConfiguration.of(endpoint, true, List.of(endpoint.getHost())),
                settings.standIn().key());
    }

    FalQueue queue() {
        return queue;
    }

    MediaReader media() {
        return media;
    }

    @Override
    public void close() {
        if (standIn != null) {
            standIn.close();
        }
    }
}
