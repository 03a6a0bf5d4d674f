package io.github.falvideo.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.github.falvideo.DownloadToS3Handler;
import io.github.falvideo.HostedVideo;
import io.github.falvideo.SavedVideo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * A JVM of its own: for every line of its input it reads the URL once and says what that took, as
 * {@code nanoseconds CPU-nanoseconds bytes SHA-256}. With {@code store} it is DownloadToS3 that reads, as Lambda would make it, from the
 * environment; with {@code read} the bytes are thrown away.
 */
public final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments[1];
        Round round = arguments[0].equals("store") ? store(url) : () -> read(url);
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        while (lines.readLine() != null) {
            long cpu = system.getProcessCpuTime();
            long start = System.nanoTime();
            String result = round.run();
            System.out.println((System.nanoTime() - start) + " " + (system.getProcessCpuTime() - cpu) + " " + result);
        }
    }

    private interface Round {
        String run() throws IOException;
    }

    private static Round store(String url) {
        DownloadToS3Handler handler = new DownloadToS3Handler();
        DownloadToS3Handler.Input input = new DownloadToS3Handler.Input(
                "benchmark", "request-1", "veed/fabric-1.0", new HostedVideo(url, "video/mp4", "film.mp4", null));
        return () -> {
            SavedVideo saved = handler.handleRequest(input, null);
            return saved.size() + " " + saved.sha256();
        };
    }

    private static String read(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        byte[] buffer = new byte[1 << 20];
        long size = 0;
        try (InputStream in = connection.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
            }
        }
        return size + " -";
    }
}
