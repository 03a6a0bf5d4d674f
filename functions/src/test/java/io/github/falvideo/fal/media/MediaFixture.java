package io.github.falvideo.fal.media;

import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A reader on a scripted network, with a clock that tests move. */
abstract class MediaFixture {
    static final String URL = "https://v3b.fal.media/files/x.mp4";
    static final byte[] FILM = Mp4.ofLength(1000, 7);
    static final IOException RESET = new IOException("Connection reset");

    final ScriptedTransport net = new ScriptedTransport();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    MediaReader reader() {
        return reader(net);
    }

    MediaReader reader(HttpTransport transport) {
        FalConfiguration defaults = FalConfiguration.defaults();
        FalConfiguration configuration = new FalConfiguration(
                defaults.queue(),
                false,
                defaults.callTimeout(),
                defaults.mediaHosts(),
                2000,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                3);
        return new MediaReader(
                configuration, transport, host -> new InetAddress[] {InetAddress.getByName("34.36.1.1")}, () -> now);
    }

    byte[] read(Long fileSize) throws IOException {
        try (MediaStream stream = reader().open(new GeneratedVideo(URL, "video/mp4", null, fileSize), "req-1")) {
            return stream.readAllBytes();
        }
    }

    static Map<String, String> whole(String... more) {
        return headers("Content-Length", "1000", more);
    }

    static Map<String, String> headers(String name, String value, String... more) {
        Map<String, String> headers = new HashMap<>(Map.of(name, value));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    static byte[] part(int from, int to) {
        return Arrays.copyOfRange(FILM, from, to);
    }

    static String range(int from) {
        return "bytes " + from + "-999/1000";
    }
}
