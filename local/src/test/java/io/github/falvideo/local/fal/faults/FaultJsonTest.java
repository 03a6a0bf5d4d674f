package io.github.falvideo.local.fal.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultJsonTest {
    @Test
    void shouldReadBackEveryFaultThatItWrites() throws Exception {
        List<Effect> effects = List.of(
                Faults.status(503, "busy"),
                new Effect.Respond(200, Map.of("X-A", "b"), "<html>", true),
                new Effect.Refuse(),
                new Effect.Lose(),
                new Effect.Silence(true),
                new Effect.Cut(10),
                new Effect.Stall(11),
                Faults.without("video"),
                Faults.videoAt("https://evil.example/x"),
                new Effect.Logs(5),
                new Effect.Length(6_000_000_000L),
                new Effect.NoLength(),
                new Effect.NoRange(),
                new Effect.Changed(),
                new Effect.Paced(Pace.likeFal()),
                Faults.ending("internal_error"),
                Faults.failing("one_of", "either"),
                new Effect.Unheeded());
        List<Fault> faults = effects.stream()
                .map(effect -> Fault.on(CallKind.MEDIA, new Occurrences(2, 3), effect))
                .collect(Collectors.toCollection(ArrayList::new));
        faults.add(Fault.on(CallKind.UPLOAD, Occurrences.always(), new Effect.Lose())
                .of("a label"));
        faults.add(Fault.on(CallKind.STATUS, Occurrences.from(4), new Effect.Lose()));
        faults.add(Fault.on(CallKind.STATUS, Occurrences.nth(4), new Effect.Lose()));

        assertThat(FaultJson.parse(FaultJson.write(faults).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(faults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "not json",
                "{\"faults\": [{\"call\": \"dance\", \"lose\": {}}]}",
                "{\"faults\": [{\"call\": \"submit\"}]}",
                "{\"faults\": [{\"call\": \"submit\", \"explode\": {}}]}",
                "{\"faults\": [{\"call\": \"submit\", \"times\": \"0\", \"lose\": {}}]}",
                "{\"faults\": [{\"call\": \"submit\", \"cut\": {}}]}"
            })
    void shouldSayWhatIsWrongWithAFaultFile(String json) {
        assertThatThrownBy(() -> FaultJson.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
