package io.github.falvideo.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.github.falvideo.Components;
import io.github.falvideo.Configuration;
import io.github.falvideo.DownloadToS3Handler;
import io.github.falvideo.HostedVideo;
import io.github.falvideo.SavedVideo;
import io.github.falvideo.fal.http.JdkHttpTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * A JVM of its own: for every line of its input it reads the URL once and says what that took, as
 * {@code nanoseconds CPU-nanoseconds bytes SHA-256}. With {@code store} it is DownloadToS3 that reads, configured as on Lambda, from the
 * environment; with {@code read} the bytes are thrown away.
 */
public final class Worker {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

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
        DownloadToS3Handler handler = new DownloadToS3Handler(components(Configuration.from(System.getenv())));
        DownloadToS3Handler.Input input = new DownloadToS3Handler.Input(
                "benchmark", "request-1", "veed/fabric-1.0", new HostedVideo(url, "video/mp4", "film.mp4", null));
        return () -> {
            SavedVideo saved = handler.handleRequest(input, null);
            return saved.size() + " " + saved.sha256();
        };
    }

    /** The clients of a function, with a store over plain HTTP in the place of AWS over HTTPS. */
    private static Components components(Configuration configuration) {
        S3Client s3 = S3Client.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .endpointOverride(configuration.s3Endpoint())
                .forcePathStyle(true)
                .serviceConfiguration(S3Configuration.builder()
                        .expectContinueEnabled(false)
                        .chunkedEncodingEnabled(false)
                        .build())
                .putAuthScheme(new UnsignedBodies())
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(TIMEOUT)
                        .socketTimeout(TIMEOUT)
                        .build())
                .build();
        return new Components(
                configuration,
                InstantSource.system(),
                s3,
                null,
                () -> "not needed",
                new JdkHttpTransport(TIMEOUT),
                InetAddress::getAllByName,
                () -> "not needed");
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
