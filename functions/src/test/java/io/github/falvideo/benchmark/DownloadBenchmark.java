package io.github.falvideo.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * DownloadToS3 beside reading the same URL and throwing it away, and beside {@code curl | aws s3 cp}. Not a test of {@code verify}:
 *
 * <pre>./mvnw -q -B -pl functions test -Dtest=DownloadBenchmark</pre>
 */
class DownloadBenchmark {
    private static final long SIZE = Long.getLong("benchmark.bytes", 1L << 30);
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 7);
    private static final int WARM_UP = 3;
    private static final long PACED = 250_000_000;

    @Test
    void measure() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%n%s, %d processors, Java %s, load before %.1f; a film of %d MiB over HTTP on loopback, medians of %d rounds%n",
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                SIZE >> 20,
                ROUNDS);
        compare("as fast as the server gives it", 0);
        compare("from a server that gives " + PACED / 1_000_000 + " MB/s", PACED);
    }

    private static void compare(String title, long bytesPerSecond) throws Exception {
        try (FilmServer film = new FilmServer(SIZE, bytesPerSecond);
                CountingS3 store = new CountingS3();
                Contender read = Contender.jvm("read", film.uri("/film.mp4"), store.uri(""), List.of("-Xmx96m"));
                Contender handler = Contender.jvm("store", film.uri("/film.mp4"), store.uri(""), List.of("-Xmx96m"))) {
            Map<String, Contender> contenders = new LinkedHashMap<>();
            contenders.put("read and thrown away", read);
            contenders.put("DownloadToS3", handler);
            if (Contender.hasCommandLine()) {
                contenders.put("curl | aws s3 cp", Contender.commandLine(film.uri("/film.mp4"), store.uri("")));
            }
            Map<String, List<Contender.Round>> rounds = new LinkedHashMap<>();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
                    long before = store.bytes();
                    Contender.Round took = contender.getValue().run();
                    assertThat(store.bytes() - before).isEqualTo(contender.getValue() == read ? 0 : SIZE);
                    if (round >= 0) {
                        rounds.computeIfAbsent(contender.getKey(), name -> new ArrayList<>())
                                .add(took);
                    }
                }
            }
            print(title, rounds);
        }
    }

    private static void print(String title, Map<String, List<Contender.Round>> rounds) {
        System.out.printf("%n%-34s %8s %9s %12s%n", title, "MB/s", "of read", "CPU s/GiB");
        double first = 0;
        for (Map.Entry<String, List<Contender.Round>> entry : rounds.entrySet()) {
            double wall = median(entry.getValue(), Contender.Round::wall);
            double cpu = median(entry.getValue(), Contender.Round::cpu);
            first = first == 0 ? wall : first;
            System.out.printf(
                    Locale.ROOT,
                    "%-34s %8.0f %9.2f %12.2f%n",
                    entry.getKey(),
                    SIZE / wall / 1e6,
                    first / wall,
                    cpu / SIZE * (1L << 30));
        }
    }

    private static double median(List<Contender.Round> rounds, Function<Contender.Round, Duration> of) {
        double[] sorted = rounds.stream()
                .mapToDouble(round -> of.apply(round).toNanos() / 1e9)
                .sorted()
                .toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
