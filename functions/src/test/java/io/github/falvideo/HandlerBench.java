package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.jr.ob.JSON;
import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.http.HttpTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Handlers with edges in memory, called with JSON through the serialisation that Lambda's runtime uses. */
final class HandlerBench {
    static final String BUCKET = "my-videos";
    static final String REQUEST_ID = "764cabcf-b745-4b3e-ae38-1200304cf45b";
    static final String BASE = "https://queue.fal.run/veed/fabric-1.0/requests/" + REQUEST_ID;
    static final String SUBMITTED = """
            {"status": "IN_QUEUE", "request_id": "%s", "response_url": "%s", "status_url": "%s/status",
             "cancel_url": "%s/cancel", "queue_position": 2}""".formatted(REQUEST_ID, BASE, BASE, BASE);
    static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");

    final TestClock clock = new TestClock();
    final InMemoryS3 s3 = new InMemoryS3(clock::instant);
    final Components components;

    HandlerBench(HttpTransport fal) {
        this(fal, () -> "the-key");
    }

    HandlerBench(HttpTransport fal, Supplier<String> key) {
        AtomicInteger nonces = new AtomicInteger();
        components = new Components(
                Configuration.of(BUCKET, FalConfiguration.defaults()),
                clock,
                s3,
                presigner(),
                key,
                fal,
                host -> new InetAddress[] {InetAddress.getByAddress(host, new byte[] {93, (byte) 184, 34, 1})},
                () -> "nonce-" + nonces.incrementAndGet());
    }

    /** Signs without any network. */
    static S3Presigner presigner() {
        return S3Presigner.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
                .build();
    }

    /** A sample of the repository's {@code events}. */
    static String event(String name) {
        try {
            return Files.readString(Path.of(System.getProperty("events")).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a handler as Lambda does; what it gives is what the state machine sees. */
    static Map<String, Object> call(RequestHandler<?, ?> handler, String event) {
        Type[] types = ((ParameterizedType) handler.getClass().getGenericInterfaces()[0]).getActualTypeArguments();
        @SuppressWarnings("unchecked")
        RequestHandler<Object, Object> any = (RequestHandler<Object, Object>) handler;
        Object input = serializer(types[0]).fromJson(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
        return map(toJson(any.handleRequest(input, null), types[1]));
    }

    static String toJson(Object value, Type type) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        serializer(type).toJson(value, json);
        return json.toString(StandardCharsets.UTF_8);
    }

    static PojoSerializer<Object> serializer(Type type) {
        return JacksonFactory.getInstance().getSerializer(type);
    }

    static Map<String, Object> map(String json) {
        try {
            return JSON.std.mapFrom(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a JSON object in the bucket. */
    Map<String, Object> stored(String key) {
        return s3.object(BUCKET, key)
                .map(object -> map(new String(object.content(), StandardCharsets.UTF_8)))
                .orElseThrow(() -> new AssertionError("nothing at " + key));
    }

    /** Puts a JSON object into the bucket. */
    void store(String key, Map<String, Object> fields) {
        try {
            byte[] json = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asBytes(new LinkedHashMap<>(fields));
            s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock that only the test moves. */
    static final class TestClock implements InstantSource {
        private volatile Instant now = NOW;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
