package io.github.falvideo.fal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorReplyTest {
    private static ErrorReply of(String body) {
        return ErrorReply.of(422, null, body.getBytes(StandardCharsets.UTF_8), new Cleaner("the-key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '~',
            value = {
                "{\"detail\":\"plain words\"} | plain words | -",
                "{\"detail\":\"two\\nlines\"} | two lines | -",
                "{\"detail\":[\"a\",\"b\"]} | a; b | -",
                "{\"detail\":{\"msg\":\"m\",\"type\":\"t\",\"input\":\"secret\"}} | m | t",
                "{\"detail\":{\"message\":\"m\"}} | m | -",
                "{\"detail\":[{\"loc\":[\"body\",\"images\",0],\"msg\":\"m\",\"type\":\"t\"}]} | images.0: m | t",
                "{\"detail\":[{\"loc\":\"text\",\"msg\":\"m\",\"ctx\":{\"max_length\":2000,\"input\":\"x\"}}]} | text: m (max_length: 2000) | -",
                "{\"detail\":[{\"msg\":\"m\",\"ctx\":{\"error\":{},\"url\":\"https://b.test/x\"}}]} | m | -",
                "{\"detail\":[{\"type\":\"only_type\"}]} | only_type | only_type",
                "{\"detail\":[{\"input\":\"secret\"}]} | - | -",
                "{\"detail\":[null,[],{},7]} | 7 | -",
                "{\"detail\":null,\"error\":\"e\",\"error_type\":\"et\"} | e | et",
                "{\"detail\":\"\",\"message\":\"m\"} | m | -",
                "{\"error\":{\"message\":\"m\",\"type\":\"t\"}} | m | t",
                "{\"error_type\":\"et\",\"detail\":[{\"msg\":\"m\",\"type\":\"t\"}]} | m | et",
                "{} | - | -",
                "[{\"msg\":\"m\",\"type\":\"t\"}] | m | t",
                "\"words\" | words | -",
                "null | - | -",
            })
    void shouldFindTheWordsInEveryShape(String body, String detail, String type) {
        ErrorReply reply = of(body);

        assertThat(reply.detail()).isEqualTo(detail);
        assertThat(reply.type()).isEqualTo(type);
        assertThat(reply.readable()).isTrue();
    }

    @Test
    void shouldSayWhenTheBodyIsNoJson() {
        assertThat(of("<html>502</html>").summary()).isEqualTo("HTTP 422, with a body that is not JSON");
        assertThat(of("").summary()).isEqualTo("HTTP 422");
        assertThat(of("{\"detail\":\"d\",\"error_type\":\"t\"}").summary()).isEqualTo("HTTP 422, t: d");
    }

    @Test
    void shouldCutLongWordsAndLeaveOutWhatIsSecret() {
        assertThat(of("{\"detail\":\"" + "long ".repeat(1000) + "\"}").detail())
                .hasSize(700)
                .endsWith("…");
        assertThat(of("{\"detail\":\"the-key at https://b.test/x?X-Amz-Signature=ab&y=1, X-Amz-Credential=cd ef\"}")
                        .detail())
                .isEqualTo("… at https://b.test/x?… X-Amz-Credential=… ef");
    }
}
