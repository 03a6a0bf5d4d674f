package io.github.falvideo.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AnyRequestTest {
    private static final String BUCKET = "my-videos";

    @Property(edgeCases = EdgeCasesMode.NONE)
    void shouldAcceptOrRefuseAnyJsonWithFieldsAndNothingElse(@ForAll("requests") Object json) {
        try {
            VideoRequest request = VideoRequest.parse(json, BUCKET);
            assertThat(VideoRequest.parse(request.toJson(), BUCKET)).isEqualTo(request);
        } catch (InvalidRequestException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.field()).isNotBlank();
                assertThat(problem.message()).isNotBlank();
            });
        }
    }

    /** Requests that are nearly right, or anything at all, in the fields that count. */
    @Provide
    Arbitrary<Object> requests() {
        Arbitrary<Object> input = objects(
                Map.of(
                        "image_url", "https://example.com/a.png",
                        "audio_url", "s3://my-videos/a.mp3",
                        "text", "Hello",
                        "voice_description", "warm",
                        "resolution", "720p"),
                json(1));
        Arbitrary<Object> request = objects(
                Map.of("model", "veed/fabric-1.0", "timeoutSeconds", 60, "cancelOnTimeout", true),
                Arbitraries.oneOf(json(1), Arbitraries.of("veed/fabric-1.0/text", 3600, 300.0, false)));
        return Arbitraries.oneOf(
                json(3),
                request.flatMap(outer -> input.map(inner -> {
                    Map<Object, Object> whole = new HashMap<>((Map<?, ?>) outer);
                    whole.put("input", inner);
                    return whole;
                })));
    }

    private static Arbitrary<Object> objects(Map<String, Object> right, Arbitrary<Object> anything) {
        List<String> fields = new ArrayList<>(right.keySet());
        Arbitrary<Map<String, Object>> some = Arbitraries.subsetOf(fields)
                .flatMap(chosen -> Arbitraries.maps(Arbitraries.of(fields), anything)
                        .ofMaxSize(2)
                        .map(odd -> {
                            Map<String, Object> object = new HashMap<>(right);
                            object.keySet().retainAll(chosen);
                            object.putAll(odd);
                            return object;
                        }));
        return some.map(object -> object);
    }

    private static Arbitrary<Object> json(int depth) {
        Arbitrary<Object> plain = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(30).map(value -> value),
                Arbitraries.integers().map(value -> value),
                Arbitraries.bigDecimals().map(value -> value),
                Arbitraries.doubles().map(value -> value),
                Arbitraries.of(true, false).map(value -> value),
                Arbitraries.just(null),
                Arbitraries.strings()
                        .withCharRange('!', '~')
                        .ofMaxLength(20)
                        .flatMap(end -> Arbitraries.of(
                                        "https://", "s3://my-videos/", "data:", "data:image/png,", "s3:", "http:")
                                .map(start -> start + end)));
        if (depth == 0) {
            return plain;
        }
        Arbitrary<Object> inner = json(depth - 1);
        return Arbitraries.oneOf(
                plain,
                inner.list().ofMaxSize(3).map(value -> value),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(8), inner)
                        .ofMaxSize(3)
                        .map(value -> value));
    }
}
