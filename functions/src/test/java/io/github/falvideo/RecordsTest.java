package io.github.falvideo;

import static io.github.falvideo.HandlerBench.serializer;
import static io.github.falvideo.HandlerBench.toJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.fal.GeneratedVideo;
import java.io.ByteArrayInputStream;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records pass Lambda's own serialisation, full and empty. */
class RecordsTest {
    static Stream<Object> inputs() {
        return Stream.of(
                new SubmitHandler.Input("a", Map.of("input", Map.of("text", "x", "n", List.of(1, 2.5)))),
                new SubmitHandler.Input(null, null),
                new Job("a", "m", "r", "s", "p", "c"),
                new Job(null, null, null, null, null, null),
                new CompletedJob("a", "m", "r", "s", "p", "c", "e", "t"),
                new CompletedJob("a", "m", "r", "s", "p", "c", null, null),
                new DownloadToS3Handler.Input("a", "r", "m", new HostedVideo("u", "t", "n", 5_000_000_000L)),
                new DownloadToS3Handler.Input("a", null, null, new HostedVideo("u", null, null, null)),
                new CancelHandler.Input(
                        "a", "m", "r", "s", "p", "c", new CancelHandler.Detail("n", "ABORTED", 1768471341000L)),
                new CancelHandler.Input(
                        null, null, null, null, null, null, new CancelHandler.Detail(null, null, null)));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldReadBackTheInputThatItWrote(Object input) {
        assertThat(read(toJson(input, input.getClass()), input.getClass())).isEqualTo(input);
    }

    static Stream<Object> outputs() {
        return Stream.of(
                new SubmitHandler.Output("a", "m", "r", "s", "p", "c", 0, "hello", "at", 300, true),
                new SubmitHandler.Output("a", "m", "r", "s", "p", "c", null, "hello", "at", 60, false),
                new CheckStatusHandler.Output("IN_QUEUE", 0, 5, List.of("l"), "e", "t", "hello"),
                new CheckStatusHandler.Output("COMPLETED", null, null, List.of(), null, null, "hello"),
                new FetchResultHandler.Output(new GeneratedVideo("u", "t", "n", 7L)),
                new SavedVideo("b", "k", "u", 5_000_000_000L, "4.7 GB", "t", "f", "h", "hello"),
                new CancelHandler.Output("CANCELLED", "hello"),
                new CancelHandler.Output(null, "hello"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void shouldWriteEveryFieldThatIsKnownUnderItsName(Object output) throws Exception {
        Map<String, Object> json = HandlerBench.map(toJson(output, output.getClass()));

        int known = 0;
        for (RecordComponent component : output.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(output);
            if (value == null) {
                assertThat(json).doesNotContainKey(component.getName());
            } else {
                known++;
                assertThat(json).containsKey(component.getName());
                assertThat(String.valueOf(json.get(component.getName())).replaceAll("[\\[\\]]", ""))
                        .isEqualTo(
                                value instanceof GeneratedVideo
                                        ? "{url=u, contentType=t, fileName=n, fileSize=7}"
                                        : String.valueOf(value).replaceAll("[\\[\\]]", ""));
            }
        }
        assertThat(json).hasSize(known);
    }

    /** Any text and any number in any field, or nothing. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void anyRecordThatIsReadSurvivesARoundTrip(@ForAll("records") Object input) {
        assertThat(read(toJson(input, input.getClass()), input.getClass())).isEqualTo(input);
    }

    @Provide
    Arbitrary<Object> records() {
        Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20).injectNull(0.2);
        Arbitrary<Long> number = Arbitraries.longs().injectNull(0.2);
        Arbitrary<Object> request = Arbitraries.oneOf(
                text.asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.maps(
                                Arbitraries.strings().ofMaxLength(8),
                                text.list().ofMaxSize(3))
                        .ofMaxSize(4)
                        .asGeneric());
        Arbitrary<Job> jobs =
                Combinators.combine(text, text, text, text, text, text).as(Job::new);
        Arbitrary<HostedVideo> videos = Combinators.combine(text, text, text, number)
                .as(HostedVideo::new)
                .injectNull(0.1);
        return Arbitraries.oneOf(
                jobs.asGeneric(),
                Combinators.combine(text, request).as(SubmitHandler.Input::new).asGeneric(),
                Combinators.combine(text, text, text, text, text, text, text, text)
                        .as(CompletedJob::new)
                        .asGeneric(),
                Combinators.combine(text, text, text, videos)
                        .as(DownloadToS3Handler.Input::new)
                        .asGeneric(),
                Combinators.combine(
                                jobs, Combinators.combine(text, text, number).as(CancelHandler.Detail::new))
                        .as((job, detail) -> new CancelHandler.Input(
                                job.id(),
                                job.model(),
                                job.requestId(),
                                job.statusUrl(),
                                job.responseUrl(),
                                job.cancelUrl(),
                                detail))
                        .asGeneric());
    }

    private static Object read(String json, Type type) {
        return serializer(type).fromJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
