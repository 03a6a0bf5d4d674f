package io.github.falvideo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * AWS's clients as a Lambda function needs them: region and credentials from the environment, no look-ups elsewhere, one
 * HTTP stack, and a limit on the total time of every call. Each client is built once, when it is first asked for.
 */
final class AwsClients {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(20);
    private static final Duration ATTEMPT = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofSeconds(12);

    private final URI s3Endpoint;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private SdkHttpClient http;
    private S3Client s3;
    private S3Presigner presigner;
    private SecretsManagerClient secrets;
    private SfnClient stepFunctions;

    AwsClients(Map<String, String> environment, URI s3Endpoint) {
        this.s3Endpoint = s3Endpoint;
        this.region = Region.of(environment.getOrDefault("AWS_REGION", "us-east-1"));
        // A function that is restored from a snapshot gets its credentials from an address instead of variables.
        this.credentials = environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")
                ? ContainerCredentialsProvider.builder().build()
                : EnvironmentVariableCredentialsProvider.create();
    }

    synchronized S3Client s3() {
        if (s3 == null) {
            // "Expect: 100-continue" would cost a round trip for each of our small objects.
            s3 = common(S3Client.builder())
                    .endpointOverride(s3Endpoint)
                    .forcePathStyle(s3Endpoint != null)
                    .serviceConfiguration(S3Configuration.builder()
                            .expectContinueEnabled(false)
                            .chunkedEncodingEnabled(false)
                            .build())
                    .build();
        }
        return s3;
    }

    synchronized S3Presigner presigner() {
        if (presigner == null) {
            presigner = S3Presigner.builder()
                    .region(region)
                    .credentialsProvider(credentials)
                    .endpointOverride(s3Endpoint)
                    .serviceConfiguration(S3Configuration.builder()
                            .pathStyleAccessEnabled(s3Endpoint != null)
                            .build())
                    .build();
        }
        return presigner;
    }

    synchronized SecretsManagerClient secrets() {
        if (secrets == null) {
            secrets = common(SecretsManagerClient.builder()).build();
        }
        return secrets;
    }

    synchronized SfnClient stepFunctions() {
        if (stepFunctions == null) {
            stepFunctions = common(SfnClient.builder()).build();
        }
        return stepFunctions;
    }

    /** When the credentials end, where AWS says so. */
    Optional<Instant> credentialsEnd() {
        return credentials.resolveCredentials().expirationTime();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B common(B builder) {
        return builder.region(region)
                .credentialsProvider(credentials)
                .defaultsMode(DefaultsMode.IN_REGION)
                .httpClient(http())
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
    }

    private SdkHttpClient http() {
        if (http == null) {
            http = UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(READ)
                    .build();
        }
        return http;
    }
}
