package io.github.falvideo.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The last that is accepted and the first that is refused, and the words for it. */
class RequestBoundsTest {
    private static final String BUCKET = "my-videos";

    @Test
    void shouldBoundAUrl() {
        String longest = "https://example.com/" + "a".repeat(8_172);

        assertThat(problems(picture(longest))).isEmpty();
        assertThat(problems(picture(longest + "a")))
                .containsExactly(new Problem("input.image_url", "must be at most 8192 characters long, not 8193"));
    }

    @Test
    void shouldBoundADataUri() {
        String longest = "data:image/png;base64," + "A".repeat(10_216);

        assertThat(longest).hasSize(10_238);
        assertThat(problems(picture(longest))).isEmpty();
        assertThat(problems(picture("data:image/png," + "A".repeat(10_225)))).isEmpty();
        assertThat(problems(picture("data:image/png," + "A".repeat(10_226))))
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .startsWith("must be at most 10240 characters long as a data: URI, not 10241");
    }

    @Test
    void shouldBoundAKeyInBytes() {
        assertThat(problems(picture("s3://my-videos/" + "ü".repeat(512)))).isEmpty();
        assertThat(problems(picture("s3://my-videos/" + "ü".repeat(512) + "a")))
                .containsExactly(new Problem("input.image_url", "must name a bucket and a key: s3://my-videos/KEY"));
    }

    @Test
    void shouldRefuseBase64OfNothing() {
        assertThat(problems(picture("data:image/png;base64,====")))
                .containsExactly(new Problem("input.image_url", "must hold valid base64"));
    }

    @Test
    void shouldBoundAModel() {
        String longest = "veed/fabric-1.0/" + "a".repeat(84);

        assertThat(problems(Map.of("model", longest, "input", speech()))).isEmpty();
        assertThat(problems(Map.of("model", longest + "a", "input", speech())))
                .extracting(Problem::field)
                .containsExactly("model");
    }

    @Test
    void shouldJudgeTheInputOfAWrongModelByWhatItLooksLike() {
        Map<String, Object> text = Map.of("image_url", "https://example.com/a.png", "text", "Hello");

        assertThat(problems(Map.of("model", "veed/other", "input", text)))
                .extracting(Problem::field)
                .containsExactly("model");
    }

    @Test
    void shouldTellUpTo20Problems() {
        assertThat(problems(unknown(20))).hasSize(20).extracting(Problem::field).doesNotContain("request");
        assertThat(problems(unknown(21))).hasSize(21).last().isEqualTo(new Problem("request", "has 1 more problems"));
    }

    @Test
    void shouldRepeatAtMost40CharactersOfAValue() {
        assertThat(resolution("x".repeat(40))).isEqualTo("must be 480p or 720p, not \"" + "x".repeat(40) + "\"");
        assertThat(resolution("x".repeat(41))).isEqualTo("must be 480p or 720p, not \"" + "x".repeat(40) + "…\"");
    }

    @Test
    void shouldNameWhatIsNoString() {
        assertThat(resolution(720)).isEqualTo("must be 480p or 720p, not 720");
        assertThat(resolution(true)).isEqualTo("must be 480p or 720p, not true");
        assertThat(resolution(Map.of())).isEqualTo("must be 480p or 720p, not an object");
        assertThat(resolution(List.of())).isEqualTo("must be 480p or 720p, not a list");
    }

    private static String resolution(Object value) {
        Map<String, Object> input = speech();
        input.put("resolution", value);
        List<Problem> problems = problems(Map.of("input", input));
        assertThat(problems).extracting(Problem::field).containsExactly("input.resolution");
        return problems.get(0).message();
    }

    private static Map<String, Object> unknown(int fields) {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("input", speech()));
        for (int i = 0; i < fields; i++) {
            request.put("field-" + i, i);
        }
        return request;
    }

    private static Map<String, Object> picture(String url) {
        Map<String, Object> input = speech();
        input.put("image_url", url);
        return Map.of("input", input);
    }

    private static Map<String, Object> speech() {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("image_url", "https://example.com/a.png");
        input.put("audio_url", "https://example.com/a.mp3");
        return input;
    }

    private static List<Problem> problems(Object json) {
        try {
            VideoRequest.parse(json, BUCKET);
            return List.of();
        } catch (InvalidRequestException e) {
            return e.problems();
        }
    }
}
