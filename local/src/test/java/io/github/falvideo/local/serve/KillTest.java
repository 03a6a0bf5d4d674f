package io.github.falvideo.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.video.VideoStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed (signal 9) at random moments, each time with twenty more videos running, and started again. {@code -Dkill.rounds=10} for all
 * ten kills; {@code -Dkill.seed=} repeats a run's moments.
 */
@DisabledOnOs(OS.WINDOWS)
class KillTest {
    private static final int VIDEOS = 20;
    private static final Duration LATEST_KILL = Duration.ofSeconds(6);
    private static final Duration SUBMITTING = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> accepted = new HashMap<>();
    private int port;
    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldForgetNoVideoAndSubmitNoneTwice() throws Exception {
        int rounds = Integer.getInteger("kill.rounds", 2);
        long seed = Long.getLong("kill.seed", System.nanoTime());
        Random random = new Random(seed);
        port = freePorts(random);
        for (int round = 0; round < rounds; round++) {
            start();
            post(round);
            // Every other time while they are being submitted.
            Thread.sleep(random.nextInt((int) (round % 2 == 0 ? SUBMITTING : LATEST_KILL).toMillis()));
            kill();
        }
        start();

        Map<String, Map<?, ?>> ended = awaitEnds();
        String run = "seed " + seed;
        assertThat(ended).as(run).hasSize(rounds * VIDEOS);
        Map<String, Integer> submitted = submitted();
        assertThat(submitted.values()).as(run).allMatch(times -> times == 1);
        ended.forEach((picture, status) -> {
            boolean uncertain = "FAILED".equals(status.get("status"));
            if (uncertain) {
                assertThat(((Map<?, ?>) status.get("error")).get("name"))
                        .as(run)
                        .isEqualTo("SubmissionUncertain");
            } else {
                assertThat(status.get("status")).as(run).isEqualTo("SUCCEEDED");
                assertThat(submitted).as(run).containsKey(picture);
            }
        });
        assertThat(ended.values().stream().filter(status -> "SUCCEEDED".equals(status.get("status"))))
                .as(run)
                .hasSizeGreaterThanOrEqualTo(rounds * VIDEOS / 2);
    }

    private void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killable.class.getName(),
                        data.toString(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null && !line.startsWith("ready"); line = out.readLine()) {
            lines.add(line);
        }
        assertThat(process.isAlive()).as(String.join("\n", lines)).isTrue();
        Thread reader = new Thread(() -> out.lines().forEach(line -> {}), "reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly(); // signal 9
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Twenty videos, each with a picture of its own; all of them answered before anything is killed. */
    private void post(int round) throws Exception {
        for (int i = 0; i < VIDEOS; i++) {
            String picture = "https://example.com/" + round + "-" + i + ".png";
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(api("/videos"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(RunningServer.request(picture)))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(202);
            accepted.put(picture, (String) ((Map<?, ?>) Json.parse(answer.body())).get("id"));
        }
    }

    private Map<String, Map<?, ?>> awaitEnds() throws Exception {
        return Awaitility.await().atMost(PATIENCE).until(this::ends, ends -> ends.size() == accepted.size());
    }

    private Map<String, Map<?, ?>> ends() throws Exception {
        Map<String, Map<?, ?>> ends = new TreeMap<>();
        for (Map.Entry<String, String> video : accepted.entrySet()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(api("/videos/" + video.getValue())).build(), BodyHandlers.ofString());
            Map<?, ?> status = (Map<?, ?>) Json.parse(answer.body());
            if (VideoStatus.isEnd(status.get("status"))) {
                ends.put(video.getKey(), status);
            }
        }
        return ends;
    }

    /** How often the stand-in accepted each picture, by what it wrote before it replied. */
    private Map<String, Integer> submitted() throws IOException {
        Map<String, Integer> times = new TreeMap<>();
        try (Stream<Path> requests = Files.list(data.resolve("stand-in/requests"))) {
            for (Path request : requests.toList()) {
                Path file = request.resolve("request.json");
                if (Files.exists(file)) {
                    Map<?, ?> fields = (Map<?, ?>) Json.parse(Files.readString(file));
                    times.merge((String) fields.get("label"), 1, Integer::sum);
                }
            }
        }
        return times;
    }

    private URI api(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Four in a row below those that the system gives to others: nobody takes them between two starts. */
    private static int freePorts(Random random) {
        return IntStream.generate(() -> 20_000 + 4 * random.nextInt(2_500))
                .filter(port -> IntStream.range(port, port + 4).allMatch(KillTest::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
