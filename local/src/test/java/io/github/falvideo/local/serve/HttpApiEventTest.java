package io.github.falvideo.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The event as API Gateway documents payload format 2.0. */
class HttpApiEventTest {
    private static final Instant NOW = Instant.parse("2025-03-12T19:03:58.390Z");
    private static final byte[] NOTHING = {};

    private final Headers headers = new Headers();

    @Test
    void shouldJoinRepeatedHeadersAndQueriesByCommas() {
        headers.add("Header1", "value1");
        headers.add("Header1", "value2");

        Map<String, Object> event =
                event("GET", "/my/path?parameter1=value1&parameter1=value2&parameter2=v%20w", NOTHING);

        assertThat(event.get("version")).isEqualTo("2.0");
        assertThat(event.get("rawPath")).isEqualTo("/my/path");
        assertThat(event.get("rawQueryString")).isEqualTo("parameter1=value1&parameter1=value2&parameter2=v%20w");
        assertThat(event.get("headers")).isEqualTo(Map.of("header1", "value1,value2"));
        assertThat(event.get("queryStringParameters"))
                .isEqualTo(Map.of("parameter1", "value1,value2", "parameter2", "v w"));
        assertThat(event).doesNotContainKeys("body", "cookies");
        assertThat(event.get("isBase64Encoded")).isEqualTo(false);
    }

    @Test
    void shouldKeepCookiesApart() {
        headers.add("Cookie", "cookie1=a; cookie2=b");

        Map<String, Object> event = event("GET", "/", NOTHING);

        assertThat(event.get("cookies")).isEqualTo(List.of("cookie1=a", "cookie2=b"));
        assertThat(event.get("headers")).isEqualTo(Map.of());
        assertThat(event.get("rawQueryString")).isEqualTo("");
        assertThat(event).doesNotContainKey("queryStringParameters");
    }

    @Test
    void shouldDescribeTheRequest() {
        headers.add("Host", "127.0.0.1:8080");
        headers.add("User-Agent", "agent");

        Map<?, ?> context = (Map<?, ?>) event("POST", "/videos", NOTHING).get("requestContext");

        assertThat(context.get("http"))
                .isEqualTo(Map.of(
                        "method", "POST",
                        "path", "/videos",
                        "protocol", "HTTP/1.1",
                        "sourceIp", "127.0.0.1",
                        "userAgent", "agent"));
        assertThat(context.get("requestId")).isEqualTo("id-1");
        assertThat(context.get("time")).isEqualTo("12/Mar/2025:19:03:58 +0000");
        assertThat(context.get("timeEpoch")).isEqualTo(1741806238390L);
    }

    @Test
    void shouldPassTextAsTextAndTheRestAsBase64() {
        headers.set("Content-Type", "application/json; charset=utf-8");
        Map<String, Object> text = event("POST", "/", "{\"ä\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(text.get("body")).isEqualTo("{\"ä\":1}");
        assertThat(text.get("isBase64Encoded")).isEqualTo(false);

        byte[] bytes = {1, 2, (byte) 0xff};
        headers.set("Content-Type", "image/png");
        Map<String, Object> picture = event("POST", "/", bytes);
        assertThat(Base64.getDecoder().decode((String) picture.get("body"))).isEqualTo(bytes);
        assertThat(picture.get("isBase64Encoded")).isEqualTo(true);

        headers.set("Content-Type", "text/plain");
        assertThat(event("POST", "/", bytes).get("isBase64Encoded")).isEqualTo(true);
    }

    private Map<String, Object> event(String method, String uri, byte[] body) {
        return HttpApiEvent.of(new HttpApiEvent.Request(method, URI.create(uri), headers, body), "id-1", NOW);
    }
}
