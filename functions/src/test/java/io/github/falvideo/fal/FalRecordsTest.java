package io.github.falvideo.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalRecordsTest {
    static List<Object> records() {
        return List.of(
                new SubmittedRequest("id", "s", "r", "c", 3),
                new SubmittedRequest("id", "s", "r", "c", null),
                new QueuedRequest("veed/fabric-1.0", "id", "s", "r", "c"),
                new QueuedRequest(null, null, null, null, "c"),
                new QueueStatus(QueueStatus.State.IN_QUEUE, 2, List.of("a", "b"), null, null),
                new QueueStatus(QueueStatus.State.COMPLETED, null, null, "error", "type"),
                new GeneratedVideo("u", "video/mp4", "n", 5_000_000_000L),
                new GeneratedVideo("u", null, null, null));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldSurviveARoundTripThroughJson(Object value) throws IOException {
        assertThat(JSON.std.beanFrom(value.getClass(), JSON.std.asString(value)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://queue.fal.run",
                "http://127.0.0.1:80",
                "https://user@queue.fal.run",
                "https://queue.fal.run?x=1",
                "/x",
                "ftp://queue.fal.run"
            })
    void shouldNotTakeAQueueThatTheKeyMustNotGoTo(String queue) {
        assertThatThrownBy(() -> FalConfiguration.of(URI.create(queue), false, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakePlainHttpToThisMachineOnlyAndOnlyWhenAllowed() {
        for (String queue : List.of("http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1/base")) {
            assertThatCode(() -> FalConfiguration.of(URI.create(queue), true, List.of()))
                    .doesNotThrowAnyException();
        }
        for (String queue : List.of(
                "http://10.0.0.1", "http://localhost.evil.test", "http://127.0.0.1.evil.test", "http://128.0.0.1")) {
            assertThatThrownBy(() -> FalConfiguration.of(URI.create(queue), true, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldKeepAMessageInBoundsWithTheRequestIdAtItsEnd() {
        FalException e = new MediaBrokenException("x".repeat(5000), "r".repeat(500), null);

        assertThat(e.getMessage()).hasSize(1000).endsWith("r…)");
        assertThat(new NotTakenException("short", null)).hasMessage("short");
        assertThat(new ResultGoneException("gone for r1", "r1", null)).hasMessage("gone for r1");
    }
}
