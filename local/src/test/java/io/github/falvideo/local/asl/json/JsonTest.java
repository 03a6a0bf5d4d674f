package io.github.falvideo.local.asl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "12",
                "-0.5",
                "9007199254740993",
                "\"a\\\"b\\\\c\\n\\u0001/\"",
                "\"é€😀\"",
                "{\"a\":[1,null,{\"b\":\"ü\"}],\"c\":false}",
                "{\"1\":1,\"2\":2,\"3\":3,\"4\":4,\"5\":5,\"6\":6,\"7\":7,\"8\":8,\"9\":9,\"10\":10,\"11\":11,\"12\":12,\"13\":13}"
            })
    void shouldWriteWhatItReadAndKnowItsSize(String text) {
        Object value = Json.parse(text);
        assertThat(Json.text(value)).isEqualTo(text);
        assertThat(Json.size(value)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void shouldKeepTheOrderOfFieldsAndFindEachOfMany() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 40; i > 0; i--) {
            text.append("\"f").append(i).append("\":").append(i).append(i > 1 ? "," : "}");
        }
        Map<?, ?> object = (Map<?, ?>) Json.parse(text.toString());
        assertThat(object.keySet().iterator().next()).isEqualTo("f40");
        assertThat(object.get("f7")).isEqualTo(7);
        assertThat(object.containsKey("f41")).isFalse();
    }

    @Test
    void shouldTakeTheLastOfARepeatedFieldUnlessAskedToBeStrict() {
        assertThat(Json.parse("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2));
        assertThatThrownBy(() -> Json.parseStrictly("{\"a\":1,\"a\":2}")).hasMessageContaining("Duplicate");
    }

    @Test
    void shouldShareWhatIsImmutableAndCopyWhatIsNot() {
        Object value = Json.parse("{\"a\":[1]}");
        assertThat(Json.of(value)).isSameAs(value);
        List<Object> mutable = new ArrayList<>(Arrays.asList(1, null, new BigDecimal("0.25"), Map.of("x", value)));
        List<?> copy = (List<?>) Json.of(mutable);
        mutable.clear();
        assertThat(Json.text(copy)).isEqualTo("[1,null,0.25,{\"x\":{\"a\":[1]}}]");
        assertThat(((Map<?, ?>) copy.get(3)).get("x")).isSameAs(value);
    }

    @Test
    void shouldRefuseWhatIsNoJson() {
        assertThatThrownBy(() -> Json.of(new Object())).hasMessage("not a JSON value: java.lang.Object");
        assertThatThrownBy(() -> Json.of(Double.NaN)).hasMessage("not a JSON number: NaN");
        assertThatThrownBy(() -> Json.parse("1 2")).hasMessageContaining("Trailing");
        assertThatThrownBy(() -> Json.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
