package io.github.falvideo.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class PresignedLinksTest {
    private final Instant soon = Instant.now().plus(2, ChronoUnit.MINUTES);
    private final Instant late = Instant.now().plus(2, ChronoUnit.HOURS);

    @Test
    void shouldEndWithTheCredentialsWhenTheseEndFirst() {
        assertThat(links(soon).download("a").expiresAt()).isEqualTo(soon);
        assertThat(links(soon).upload("a", "image/png", 5).expiresAt()).isEqualTo(soon);
    }

    @Test
    void shouldEndByItselfOtherwise() {
        Instant end = Instant.now().plus(PresignedLinks.LIFETIME);

        assertThat(links(late).download("a").expiresAt()).isBetween(end.minusSeconds(2), end.plusSeconds(20));
        assertThat(links(null).upload("a", "image/png", 5).expiresAt())
                .isBetween(end.minusSeconds(2), end.plusSeconds(20));
    }

    private static PresignedLinks links(Instant credentialsEnd) {
        S3Presigner presigner = S3Presigner.builder()
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret")))
                .build();
        return new PresignedLinks(new InMemoryS3(), presigner, () -> Optional.ofNullable(credentialsEnd), "my-videos");
    }
}
