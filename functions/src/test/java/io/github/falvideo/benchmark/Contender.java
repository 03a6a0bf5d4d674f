package io.github.falvideo.benchmark;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One way to read a film, in a process of its own. */
interface Contender extends Closeable {
    /**
     * @param wall from start to end
     * @param cpu of all its processes; the servers' is not among it
     */
    record Round(Duration wall, Duration cpu, String result) {}

    Round run() throws IOException;

    @Override
    default void close() throws IOException {}

    /** A JVM that stays, so that rounds after the first are warm. */
    static Contender jvm(String mode, URI film, URI store, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), mode, film.toString()));
        Process process = start(command, store);
        BufferedReader answers = new BufferedReader(new InputStreamReader(process.getInputStream()));
        OutputStream orders = process.getOutputStream();
        return new Contender() {
            @Override
            public Round run() throws IOException {
                orders.write('\n');
                orders.flush();
                String answer = answers.readLine();
                if (answer == null) {
                    throw new IOException("the JVM has ended; what it said is above");
                }
                String[] words = answer.split(" ", 3);
                return new Round(
                        Duration.ofNanos(Long.parseLong(words[0])),
                        Duration.ofNanos(Long.parseLong(words[1])),
                        words[2]);
            }

            @Override
            public void close() throws IOException {
                orders.close();
                process.onExit().join();
            }
        };
    }

    /** {@code curl | aws s3 cp}, started anew each time as a person would. */
    static Contender commandLine(URI film, URI store) {
        List<String> command = List.of(
                "bash",
                "-c",
                "set -e -o pipefail; curl -sSf \"$0\" | aws s3 cp - s3://my-videos/film.mp4 --endpoint-url \"$1\" >&2; times",
                film.toString(),
                store.toString());
        return () -> {
            long start = System.nanoTime();
            Process process = start(command, store);
            String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            if (process.onExit().join().exitValue() != 0) {
                throw new IOException("curl | aws failed; what it said is above");
            }
            Duration cpu = Duration.ZERO;
            for (Matcher time = Pattern.compile("(\\d+)m(\\d+)[.,](\\d{3})s").matcher(times); time.find(); ) {
                cpu = cpu.plusMinutes(Long.parseLong(time.group(1)))
                        .plusSeconds(Long.parseLong(time.group(2)))
                        .plusMillis(Long.parseLong(time.group(3)));
            }
            return new Round(wall, cpu, "");
        };
    }

    /** Whether the tools of {@link #commandLine} are on this machine. */
    static boolean hasCommandLine() throws IOException {
        Process process = new ProcessBuilder("bash", "-c", "command -v curl && aws --version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.onExit().join().exitValue() == 0;
    }

    private static Process start(List<String> command, URI store) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "AWS_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "BUCKET_NAME", "my-videos",
                        "FAL_KEY_SECRET_ARN", "not-needed",
                        "MEDIA_HOSTS", "127.0.0.1",
                        "ALLOW_LOOPBACK", "true",
                        "S3_ENDPOINT", store.toString()));
        return builder.start();
    }
}
