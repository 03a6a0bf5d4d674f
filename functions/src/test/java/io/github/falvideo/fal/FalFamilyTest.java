package io.github.falvideo.fal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.ScriptedTransport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever comes back, at whatever call: a value or one of the family, in bounds, and never the key. */
class FalFamilyTest {
    private static final List<String> WORDS = List.of(
            "status",
            "request_id",
            "status_url",
            "response_url",
            "cancel_url",
            "queue_position",
            "logs",
            "message",
            "error",
            "error_type",
            "detail",
            "loc",
            "msg",
            "type",
            "ctx",
            "input",
            "video",
            "url",
            "file_size",
            "success",
            "IN_QUEUE",
            "COMPLETED",
            "OK",
            "NOT_FOUND",
            "https://queue.fal.run/x",
            "https://evil.test/x",
            FalQueueTest.KEY);

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void arbitraryJsonNeverEscapesTheFamily(@ForAll("json") Object json, @ForAll("statuses") int status)
            throws IOException {
        everyCallStaysInTheFamily(
                status, JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asBytes(json));
    }

    @Property(tries = 1000)
    void arbitraryBytesNeverEscapeTheFamily(@ForAll byte[] bytes, @ForAll("statuses") int status) {
        everyCallStaysInTheFamily(status, bytes);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void jsonCutOrBrokenAnywhereNeverEscapesTheFamily(
            @ForAll("json") Object json,
            @ForAll("statuses") int status,
            @ForAll @IntRange(max = 1000) int at,
            @ForAll byte broken)
            throws IOException {
        byte[] bytes = JSON.std.asBytes(json);
        int index = at % (bytes.length + 1);
        everyCallStaysInTheFamily(status, Arrays.copyOf(bytes, index));
        if (index < bytes.length) {
            bytes[index] = broken;
            everyCallStaysInTheFamily(status, bytes);
        }
    }

    @Example
    void monstrousJsonNeverEscapesTheFamily() {
        for (String body : List.of(
                "[".repeat(200_000),
                "{\"detail\":".repeat(100_000),
                "{\"status\":" + "9".repeat(5_000) + "}",
                "{\"queue_position\":1e999999999,\"status\":\"IN_QUEUE\"}",
                "{\"video\":{\"url\":\"x\",\"file_size\":" + "9".repeat(900) + "}}",
                "{\"" + "k".repeat(60_000) + "\":1}",
                "\uFEFF{}")) {
            for (int status : new int[] {200, 400, 422, 500}) {
                everyCallStaysInTheFamily(status, body.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void everyCallStaysInTheFamily(int status, byte[] body) {
        ScriptedTransport net = new ScriptedTransport();
        HttpTransport answer = call -> new HttpReply(status, Map.of(), new ByteArrayInputStream(body));
        net.then(answer).then(answer).then(answer).then(answer);
        FalQueue queue = new FalQueue(FalConfiguration.defaults(), () -> FalQueueTest.KEY, net);
        List<Object> outcomes = new ArrayList<>();
        for (Runnable call : List.<Runnable>of(
                () -> outcomes.add(queue.submit("veed/fabric-1.0", Map.of())),
                () -> outcomes.add(queue.status(FalQueueTest.REQUEST)),
                () -> outcomes.add(queue.result(FalQueueTest.REQUEST)),
                () -> outcomes.add(queue.cancel(FalQueueTest.REQUEST)))) {
            try {
                call.run();
            } catch (FalException e) {
                assertThat(e.getMessage())
                        .isNotBlank()
                        .hasSizeLessThanOrEqualTo(1000)
                        .doesNotContain(FalQueueTest.KEY);
                outcomes.add(e);
            }
        }
        assertThat(outcomes).hasSize(4);
        assertThat(net.calls()).hasSize(4);
        assertThat(outcomes.get(0)).isInstanceOfAny(SubmittedRequest.class, FalException.class);
        if (outcomes.get(0) instanceof SubmittedRequest submitted) {
            assertThat(List.of(submitted.statusUrl(), submitted.responseUrl(), submitted.cancelUrl()))
                    .allSatisfy(url -> assertThat(url).startsWith("https://queue.fal.run/"));
        }
        if (outcomes.get(1) instanceof QueueStatus queueStatus) {
            assertThat(queueStatus.logs())
                    .hasSizeLessThanOrEqualTo(10)
                    .allSatisfy(line ->
                            assertThat(line).hasSizeLessThanOrEqualTo(300).doesNotContain(FalQueueTest.KEY));
        }
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(200, 202, 400, 404, 422, 500)),
                Tuple.of(1, Arbitraries.integers().between(100, 599)));
    }

    @Provide
    Arbitrary<Object> json() {
        Arbitrary<String> text = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of(WORDS)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(30)));
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                text.asGeneric(),
                Arbitraries.integers().asGeneric(),
                Arbitraries.longs().asGeneric(),
                Arbitraries.doubles().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.just(null));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).asGeneric(),
                        Arbitraries.maps(text, inner)
                                .ofMaxSize(6)
                                .map(HashMap::new)
                                .asGeneric()),
                0,
                4);
    }
}
