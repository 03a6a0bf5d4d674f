package io.github.falvideo;

import io.github.falvideo.api.Api;
import io.github.falvideo.api.ApiParts;
import io.github.falvideo.aws.Claims;
import io.github.falvideo.aws.Executions;
import io.github.falvideo.aws.FalKey;
import io.github.falvideo.aws.InputUrls;
import io.github.falvideo.aws.PresignedLinks;
import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.aws.UploadedFiles;
import io.github.falvideo.aws.VideoStart;
import io.github.falvideo.aws.VideoUpload;
import io.github.falvideo.fal.FalQueue;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.JdkHttpTransport;
import io.github.falvideo.fal.media.HostResolver;
import io.github.falvideo.fal.media.MediaReader;
import io.github.falvideo.uploads.Uploads;
import io.github.falvideo.video.Submission;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The one place where everything is put together. A client is built when something that needs it is asked for, so that a
 * function starts with what it uses and nothing else.
 */
public final class Components {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Configuration configuration;
    private final InstantSource clock;
    private final Supplier<S3Client> s3;
    private final Supplier<S3Presigner> presigner;
    private final Supplier<SfnClient> stepFunctions;
    private final Supplier<Optional<Instant>> credentialsEnd;
    private final Supplier<String> falKey;
    private final HttpTransport transport;
    private final HostResolver resolver;
    private final Supplier<String> nonces;

    private Components(
            Configuration configuration,
            InstantSource clock,
            Supplier<S3Client> s3,
            Supplier<S3Presigner> presigner,
            Supplier<SfnClient> stepFunctions,
            Supplier<Optional<Instant>> credentialsEnd,
            Supplier<String> falKey,
            HttpTransport transport,
            HostResolver resolver,
            Supplier<String> nonces) {
        this.configuration = configuration;
        this.clock = clock;
        this.s3 = s3;
        this.presigner = presigner;
        this.stepFunctions = stepFunctions;
        this.credentialsEnd = credentialsEnd;
        this.falKey = falKey;
        this.transport = transport;
        this.resolver = resolver;
        this.nonces = nonces;
    }

    /**
     * With edges of the caller's own, for one machine and for tests. The caller closes the clients.
     *
     * @param resolver host names of media; {@code InetAddress::getAllByName} is the real one
     * @param nonces gives a word that it never gave before
     */
    public Components(
            Configuration configuration,
            InstantSource clock,
            S3Client s3,
            S3Presigner presigner,
            Supplier<String> falKey,
            HttpTransport transport,
            HostResolver resolver,
            Supplier<String> nonces) {
        this(
                configuration,
                clock,
                () -> s3,
                () -> presigner,
                () -> {
                    throw new ConfigurationException(List.of("Step Functions are not part of these components"));
                },
                Optional::empty,
                falKey,
                transport,
                resolver,
                nonces);
    }

    /** The same with Step Functions, of which {@link #executions} are. The caller closes the client. */
    public Components with(SfnClient client, String stateMachineArn) {
        return new Components(
                configuration.withStateMachine(stateMachineArn),
                clock,
                s3,
                presigner,
                () -> client,
                credentialsEnd,
                falKey,
                transport,
                resolver,
                nonces);
    }

    /**
     * As a function on AWS, from its environment variables.
     *
     * @throws ConfigurationException when they do not say what they must
     */
    public static Components fromEnvironment() {
        Configuration configuration = Configuration.from(System.getenv());
        InstantSource clock = InstantSource.system();
        AwsClients clients = new AwsClients(System.getenv(), configuration.s3Endpoint());
        return new Components(
                configuration,
                clock,
                clients::s3,
                clients::presigner,
                clients::stepFunctions,
                clients::credentialsEnd,
                new FalKey(clients::secrets, configuration.falKeySecret(), clock),
                new JdkHttpTransport(CONNECT_TIMEOUT),
                InetAddress::getAllByName,
                () -> UUID.randomUUID().toString());
    }

    public Configuration configuration() {
        return configuration;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Whether a claim without an answer may still get one: a copy of Submit may be sending at this moment. */
    boolean isBeingSubmitted(Submission unanswered) {
        return clock.instant().isBefore(unanswered.claimedAt().plus(configuration.submitWindow()));
    }

    /** Gives fal's key; reading it may be a call to AWS. */
    public Supplier<String> falKey() {
        return falKey;
    }

    public FalQueue queue() {
        return new FalQueue(configuration.fal(), falKey, transport);
    }

    public MediaReader media() {
        return new MediaReader(configuration.fal(), transport, resolver, clock);
    }

    public Claims claims() {
        return new Claims(s3.get(), configuration.bucket(), clock, nonces);
    }

    public StatusFile statusFile() {
        return new StatusFile(s3.get(), configuration.bucket());
    }

    public InputUrls inputUrls() {
        return new InputUrls(presigner.get(), clock, credentialsEnd);
    }

    /** @throws ConfigurationException when no state machine is configured */
    public Executions executions() {
        if (configuration.stateMachineArn() == null) {
            throw new ConfigurationException(List.of("STATE_MACHINE_ARN must name the state machine"));
        }
        return new Executions(stepFunctions.get(), configuration.stateMachineArn());
    }

    public VideoStart videoStart() {
        return new VideoStart(statusFile(), executions(), clock);
    }

    public Uploads uploads() {
        return new Uploads(
                new UploadedFiles(s3.get(), configuration.bucket()),
                videoStart(),
                configuration.bucket(),
                configuration.fal().allowLoopback());
    }

    public Api api() {
        Cancellation cancellation = new Cancellation(this);
        return new Api(new ApiParts(
                configuration.bucket(),
                configuration.fal().allowLoopback(),
                videoStart(),
                executions(),
                statusFile(),
                claims(),
                new PresignedLinks(s3.get(), presigner.get(), credentialsEnd, configuration.bucket()),
                cancellation::cancelForGood,
                clock,
                nonces));
    }

    public VideoUpload videoUpload() {
        return new VideoUpload(s3.get(), configuration.bucket());
    }
}
