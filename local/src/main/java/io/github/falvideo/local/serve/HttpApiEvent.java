package io.github.falvideo.local.serve;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What API Gateway's HTTP API makes of a request: the event of payload format 2.0, as plain JSON values. */
final class HttpApiEvent {
    private static final String ROUTE = "$default";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private HttpApiEvent() {}

    /**
     * One request.
     *
     * @param uri as it stands in the request line
     * @param body empty when there is none
     */
    record Request(String method, URI uri, Headers headers, byte[] body) {}

    static Map<String, Object> of(Request request, String requestId, Instant now) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("version", "2.0");
        event.put("routeKey", ROUTE);
        event.put("rawPath", request.uri().getRawPath());
        event.put(
                "rawQueryString",
                Optional.ofNullable(request.uri().getRawQuery()).orElse(""));
        List<String> cookies = cookies(request.headers());
        if (!cookies.isEmpty()) {
            event.put("cookies", cookies);
        }
        event.put("headers", headers(request.headers()));
        Map<String, String> query = query(request.uri().getRawQuery());
        if (!query.isEmpty()) {
            event.put("queryStringParameters", query);
        }
        event.put("requestContext", context(request, requestId, now));
        Optional<String> text = text(request);
        if (request.body().length > 0) {
            event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(request.body())));
        }
        event.put("isBase64Encoded", request.body().length > 0 && text.isEmpty());
        return event;
    }

    private static Map<String, Object> context(Request request, String requestId, Instant now) {
        String host = Optional.ofNullable(request.headers().getFirst("Host")).orElse("localhost");
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("method", request.method());
        http.put("path", request.uri().getPath());
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", "127.0.0.1");
        http.put(
                "userAgent",
                Optional.ofNullable(request.headers().getFirst("User-Agent")).orElse(""));
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("accountId", "123456789012");
        context.put("apiId", "local");
        context.put("domainName", host);
        context.put("domainPrefix", host.split("[.:]")[0]);
        context.put("http", http);
        context.put("requestId", requestId);
        context.put("routeKey", ROUTE);
        context.put("stage", ROUTE);
        context.put("time", TIME.format(now));
        context.put("timeEpoch", now.toEpochMilli());
        return context;
    }

    /** Names in lower case, repeated ones joined by commas; cookies stand elsewhere. */
    private static Map<String, String> headers(Headers headers) {
        Map<String, String> joined = new LinkedHashMap<>();
        headers.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("cookie")) {
                joined.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
            }
        });
        return joined;
    }

    private static List<String> cookies(Headers headers) {
        return headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(cookie -> !cookie.isEmpty())
                .toList();
    }

    private static Map<String, String> query(String raw) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decoded(name), first -> new ArrayList<>()).add(decoded(value));
        }
        Map<String, String> joined = new LinkedHashMap<>();
        values.forEach((name, all) -> joined.put(name, String.join(",", all)));
        return joined;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // the handler has the raw query too, and says what is wrong with it
        }
    }

    /** The body as text, where API Gateway would pass it so; everything else goes as base64. */
    private static Optional<String> text(Request request) {
        String type = Optional.ofNullable(request.headers().getFirst("Content-Type"))
                .map(value -> value.split(";")[0].strip().toLowerCase(Locale.ROOT))
                .orElse("text/plain");
        if (!type.startsWith("text/")
                && !List.of("application/json", "application/xml", "application/javascript")
                        .contains(type)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(request.body()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
