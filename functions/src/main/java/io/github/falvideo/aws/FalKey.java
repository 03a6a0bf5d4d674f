package io.github.falvideo.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * fal's API key from Secrets Manager. The secret is the key itself, or a JSON object with the key under {@code FAL_KEY}.
 * Kept for ten minutes, so that a changed key is noticed.
 */
public final class FalKey implements Supplier<String> {
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Supplier<SecretsManagerClient> secrets;
    private final String secretArn;
    private final InstantSource clock;
    private String key;
    private Instant readAt;

    public FalKey(Supplier<SecretsManagerClient> secrets, String secretArn, InstantSource clock) {
        this.secrets = secrets;
        this.secretArn = secretArn;
        this.clock = clock;
    }

    /**
     * @throws AwsUnavailableException when Secrets Manager does not give the secret
     * @throws IllegalStateException when the secret holds no key
     */
    @Override
    public synchronized String get() {
        Instant now = clock.instant();
        if (key == null || readAt.plus(KEPT).isBefore(now)) {
            key = keyIn(secret());
            readAt = now;
        }
        return key;
    }

    private String secret() {
        try {
            return secrets.get()
                    .getSecretValue(request -> request.secretId(secretArn))
                    .secretString();
        } catch (SdkException e) {
            throw new AwsUnavailableException("Secrets Manager did not give the fal key, " + secretArn, e);
        }
    }

    private String keyIn(String secret) {
        String text = secret == null ? "" : secret.strip();
        if (text.startsWith("{")) {
            try {
                text = JSON.std.mapFrom(text).get("FAL_KEY") instanceof String value ? value.strip() : "";
            } catch (IOException e) {
                text = ""; // a parser's message would show a piece of the secret
            }
        }
        // A control character would break the header that the key is sent in.
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new IllegalStateException("The secret " + secretArn
                    + " holds no fal key. Put the key itself into it, or {\"FAL_KEY\": \"...\"}.");
        }
        return text;
    }
}
