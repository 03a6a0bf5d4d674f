package io.github.falvideo.local.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.falvideo.local.asl.json.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's lines for curl, as they are printed there. */
class ReadmeTest {
    private static final Pattern LINES = Pattern.compile("```sh\\n(video=\\$\\(curl .*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void shouldWorkAsPrinted() throws Exception {
        assumeTrue(Stream.of("sh", "curl", "jq").allMatch(ReadmeTest::isThere), "sh, curl or jq is not on the PATH");
        Matcher readme = LINES.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(readme.find()).isTrue();
        List<String> answers;
        try (RunningServer server = new RunningServer(folder.resolve("data"))) {
            answers = run(readme.group(1)
                    .replace("http://127.0.0.1:8080", server.server().api().toString()));
        }

        assertThat(json(answers, 0).get("status")).isEqualTo("SUCCEEDED");
        assertThat(Files.size(folder.resolve("film.mp4"))).isGreaterThan(1_000);
        assertThat((List<?>) json(answers, 2).get("videos")).hasSize(1);
        assertThat((String) json(answers, 3).get("detail")).endsWith("has ended already: SUCCEEDED.");
        assertThat((String) json(answers, 4).get("uri")).startsWith("s3://videos/uploads/");
        assertThat(answers.get(5)).startsWith("openapi: 3.1");
    }

    /** What each command after the first one printed; nothing goes on before the video is made. */
    private List<String> run(String lines) throws Exception {
        String script = lines.replace("jq -r .links.self)\n", """
                        jq -r .links.self)
                        until curl -s "%s$video" | grep -q SUCCEEDED; do sleep 0.2; done
                        """.formatted(
                                lines.substring(lines.indexOf("http://"), lines.indexOf("/videos"))))
                .replaceAll("(?m)^(curl)", "echo; echo ----; $1");
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return Arrays.stream(output.split("\n?----\n")).skip(1).toList();
    }

    private static Map<?, ?> json(List<String> answers, int index) {
        return (Map<?, ?>) Json.parse(answers.get(index));
    }

    private static boolean isThere(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    }
}
