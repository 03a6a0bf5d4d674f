package io.github.falvideo.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.video.Submission;
import io.github.falvideo.video.VideoRequest;
import io.github.falvideo.video.VideoStatus;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

class AwsTest {
    private static final Instant NOW = Instant.parse("2026-01-15T10:00:00Z");
    private static final String BUCKET = "my-videos";

    private final InstantSource clock = InstantSource.fixed(NOW);
    private final AtomicInteger nonces = new AtomicInteger();
    private final InMemoryS3 s3 = new InMemoryS3(clock::instant);
    private final Claims claims = new Claims(s3, BUCKET, clock, () -> "nonce-" + nonces.incrementAndGet());

    @Test
    void shouldNotRemoveTheClaimOfAnother() {
        Claims.Claim first = claims.claim("a", "m");
        claims.remove(first);
        Claims.Claim second = claims.claim("a", "m");

        claims.remove(first);

        assertThat(claims.read("a").map(Claims.Claim::submission)).contains(second.submission());
        claims.remove(second);
        claims.remove(second);
        assertThat(claims.read("a")).isEmpty();
    }

    @Test
    void shouldLetCancelledWinOverWhatWasHeardLater() {
        claims.answer(claims.claim("a", "m").submission().answered("r", "s", "p", "c", null, NOW));
        Claims.Claim seenByFirst = claims.read("a").orElseThrow();
        Claims.Claim seenBySecond = claims.read("a").orElseThrow();

        assertThat(claims.recordCancel(seenByFirst, "CANCELLED")).isEqualTo("CANCELLED");
        assertThat(claims.recordCancel(seenBySecond, "ALREADY_COMPLETED")).isEqualTo("CANCELLED");

        Submission stored = claims.read("a").orElseThrow().submission();
        assertThat(stored.cancel()).isEqualTo(new Submission.Cancel("CANCELLED", NOW));
        assertThat(stored.requestId()).isEqualTo("r");
    }

    @Test
    void shouldLetCancelledWinOverWhatWasHeardEarlier() {
        claims.answer(claims.claim("a", "m").submission().answered("r", "s", "p", "c", null, NOW));
        Claims.Claim seenByFirst = claims.read("a").orElseThrow();

        claims.recordCancel(claims.read("a").orElseThrow(), "ALREADY_COMPLETED");

        assertThat(claims.recordCancel(seenByFirst, "CANCELLED")).isEqualTo("CANCELLED");
        assertThat(claims.read("a").orElseThrow().submission().cancel().outcome())
                .isEqualTo("CANCELLED");
    }

    @Test
    void shouldNotForbidWhatIsClaimed() {
        Claims.Claim claim = claims.claim("a", "m");

        assertThat(claims.forbid("a").map(Claims.Claim::submission)).contains(claim.submission());
        assertThat(claims.forbid("b")).isEmpty();
        assertThat(claims.claim("b", "m").own()).isFalse();
    }

    @Test
    void shouldRecogniseItsOwnRetriedWord() {
        s3.fault(lostOnce());

        assertThat(claims.forbid("a")).isEmpty();
    }

    @Test
    void shouldWriteAnEndOverItsOwnRetriedWrite() {
        StatusFile file = new StatusFile(s3, BUCKET);
        s3.fault(lostOnce());

        file.end("a", new StatusFile.End(VideoStatus.CANCELLED, "stopped", NOW, false), Map.of("polls", 3));

        assertThat(file.read("a"))
                .isEqualTo(Map.of(
                        "id", "a",
                        "polls", 3,
                        "status", "CANCELLED",
                        "message", "stopped",
                        "updatedAt", "2026-01-15T10:00:00Z"));
    }

    @Test
    void shouldReadNoFurtherAheadThanItsBuffers() {
        int part = 1000;
        AtomicInteger sent = new AtomicInteger();
        s3.fault(new InMemoryS3.Fault() {
            @Override
            public void after(String operation, S3Request request) {
                if (operation.equals("UploadPart")) {
                    sent.incrementAndGet();
                }
            }
        });
        InputStream film = new InputStream() {
            private int read;

            @Override
            public int read() {
                // The part that is being filled is in one buffer; every other one that is not sent is in another.
                assertThat(read / part - sent.get()).isLessThan(4);
                return read < 100 * part ? read++ & 0xff : -1;
            }
        };

        VideoUpload.StoredVideo stored = new VideoUpload(s3, BUCKET, part).store("a", "r", "m", film);

        assertThat(stored.size()).isEqualTo(100 * part);
        assertThat(s3.object(BUCKET, "videos/a/video.mp4").orElseThrow().content())
                .hasSize(100 * part);
        assertThat(sent).hasValue(100);
    }

    @Test
    void shouldTellOnlyWhatIsSafeOfAnErrorOfAws() {
        s3.fault(new InMemoryS3.Fault() {
            @Override
            public void before(String operation, S3Request request) {
                throw SdkClientException.create("https://my-videos.s3.amazonaws.com/?X-Amz-Signature=1");
            }
        });

        assertThatThrownBy(() -> claims.read("a"))
                .isInstanceOf(AwsUnavailableException.class)
                .hasMessage("S3 did not give videos/a/submission.json (SdkClientException). Try again.");
    }

    @Test
    void shouldPresignUnusualKeys() {
        Map<String, Object> input =
                urls(Optional.empty()).fetchable(request("s3://my-videos/uploads/a b+ü?.png", Duration.ofMinutes(1)));

        assertThat((String) input.get("image_url"))
                .contains("/uploads/a%20b%2B%C3%BC%3F.png?")
                .contains("X-Amz-Expires=3660");
        assertThat(input).containsEntry("audio_url", "https://example.com/a.mp3");
    }

    @Test
    void shouldSayWhenTheCredentialsEndBeforeTheUrls() {
        VideoRequest request = request("s3://my-videos/a.png", Duration.ofMinutes(5));

        assertThat(logged(() -> urls(Optional.of(NOW.plusSeconds(3899))).fetchable(request)))
                .containsExactly(
                        "presigned inputs end with the credentials, at 2026-01-15T11:04:59Z, not after PT1H5M");
        assertThat(logged(() -> urls(Optional.of(NOW.plusSeconds(3900))).fetchable(request)))
                .isEmpty();
        assertThat(logged(() ->
                        urls(Optional.of(NOW)).fetchable(request("https://example.com/a.png", Duration.ofMinutes(5)))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id:secret",
                " id:secret\n",
                "{\"FAL_KEY\": \"id:secret\"}",
                "{\"x\": 1, \"FAL_KEY\": \" id:secret \"}"
            })
    void shouldFindTheKeyInTheSecret(String secret) {
        assertThat(key(secret).get()).isEqualTo("id:secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "{}", "{\"FAL_KEY\": 7}", "{\"FAL_KEY\": \"topsecret", "top\nsecret"})
    void shouldSayHowTheSecretMustLookAndNotWhatItHolds(String secret) {
        assertThatThrownBy(() -> key(secret).get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The secret arn:x holds no fal key. Put the key itself into it, or {\"FAL_KEY\": \"...\"}.");
    }

    @Test
    void shouldKeepTheKeyForTenMinutes() {
        AtomicInteger calls = new AtomicInteger();
        Instant[] now = {NOW};
        FalKey key = new FalKey(() -> secrets(() -> "key-" + calls.incrementAndGet()), "arn:x", () -> now[0]);

        assertThat(key.get()).isEqualTo("key-1");
        now[0] = NOW.plusSeconds(600);
        assertThat(key.get()).isEqualTo("key-1");
        now[0] = NOW.plusSeconds(601);
        assertThat(key.get()).isEqualTo("key-2");
    }

    @Test
    void shouldSayThatSecretsManagerIsNotToBeHad() {
        FalKey key = new FalKey(
                () -> secrets(() -> {
                    throw SdkClientException.create("down");
                }),
                "arn:x",
                InstantSource.fixed(NOW));

        assertThatThrownBy(key::get)
                .isInstanceOf(AwsUnavailableException.class)
                .hasMessage("Secrets Manager did not give the fal key, arn:x (SdkClientException). Try again.");
    }

    private InputUrls urls(Optional<Instant> credentialsEnd) {
        S3Presigner presigner = S3Presigner.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
                .build();
        return new InputUrls(presigner, clock, () -> credentialsEnd);
    }

    private static VideoRequest request(String image, Duration timeout) {
        return new VideoRequest(
                "veed/fabric-1.0",
                Map.of("image_url", image, "audio_url", "https://example.com/a.mp3", "resolution", "480p"),
                timeout,
                false);
    }

    private static FalKey key(String secret) {
        return new FalKey(() -> secrets(() -> secret), "arn:x", InstantSource.fixed(NOW));
    }

    /** A Secrets Manager whose every answer is this text. */
    private static SecretsManagerClient secrets(Supplier<String> secret) {
        return (SecretsManagerClient) Proxy.newProxyInstance(
                AwsTest.class.getClassLoader(),
                new Class<?>[] {SecretsManagerClient.class},
                (proxy, method, arguments) -> GetSecretValueResponse.builder()
                        .secretString(secret.get())
                        .build());
    }

    /** The first write works and its caller learns the opposite, as after a retry of the client. */
    private static InMemoryS3.Fault lostOnce() {
        AtomicInteger puts = new AtomicInteger();
        return new InMemoryS3.Fault() {
            @Override
            public void after(String operation, S3Request request) {
                if (operation.equals("PutObject") && puts.incrementAndGet() == 1) {
                    throw InMemoryS3.error(412, "PreconditionFailed");
                }
            }
        };
    }

    private static List<String> logged(Runnable action) {
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(InputUrls.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
