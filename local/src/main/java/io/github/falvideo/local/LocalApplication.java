package io.github.falvideo.local;

import io.github.falvideo.Components;
import io.github.falvideo.Configuration;
import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.JdkHttpTransport;
import io.github.falvideo.local.asl.HistoryRetention;
import io.github.falvideo.local.asl.RealTime;
import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.fal.FalStandIn;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.s3.EmbeddedS3;
import io.github.falvideo.local.stepfunctions.StepFunctionsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The whole application on this machine: S3 over a folder, Step Functions with the workflow in it, and fal or its stand-in. Everything
 * listens on loopback only. What is reached through AWS's clients here is reached through the same clients on AWS.
 */
public final class LocalApplication implements AutoCloseable {
    /** The application's bucket. */
    public static final String BUCKET = "videos";

    /** What lets a client in; loopback is the real guard. */
    public static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("local", "local-secret");

    private static final Region REGION = Region.US_EAST_1;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Steps of videos at once: a thousand of them must not keep those waiting who ask for one. The real fal makes each step wait. */
    private static final int WORKERS = 64;

    private static final int WORKERS_WITHOUT_NETWORK = 2 * Runtime.getRuntime().availableProcessors();

    /** A submit that is on its way should still hear its answer. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(10);

    /** Whoever serves for weeks cannot keep them all. */
    private static final HistoryRetention HISTORIES = new HistoryRetention(true, 200);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final RealTime time;
    private final Settings settings;
    private final FalConfiguration fal;
    private final URI s3Endpoint;
    private final URI stepFunctionsEndpoint;
    private final S3Client s3;
    private final SfnClient stepFunctions;
    private final String stateMachineArn;
    private final Components components;

    /**
     * @param data the folder that the buckets lie in, and what the stand-in remembers; made if missing
     * @param falKey fal's API key; null for the stand-in
     * @param standIn how the stand-in behaves; ignored where there is a key
     * @param faults what goes wrong at the stand-in
     * @param ports where S3, Step Functions and the stand-in listen
     * @param resumes whether executions are kept in the folder too, and those of an earlier process go on
     * @param submitWindow after which a claim without an answer counts as uncertain
     */
    public record Settings(
            Path data,
            String falKey,
            StandInSettings standIn,
            FaultPlan faults,
            Ports ports,
            boolean resumes,
            Duration submitWindow) {
        /** For one process and its videos. */
        public Settings(Path data, String falKey, StandInSettings standIn, FaultPlan faults) {
            this(data, falKey, standIn, faults, Ports.ANY, false, Configuration.SUBMIT_WINDOW);
        }

        /** Whether videos are made by fal, and paid for. */
        public boolean isReal() {
            return falKey != null;
        }

        /** In another folder. */
        public Settings in(Path folder) {
            return new Settings(folder, falKey, standIn, faults, ports, resumes, submitWindow);
        }

        /** With other ports. */
        public Settings at(Ports newPorts) {
            return new Settings(data, falKey, standIn, faults, newPorts, resumes, submitWindow);
        }

        /** What the stand-in remembers beyond its process. */
        public Path standInFolder() {
            return data.resolve("stand-in");
        }
    }

    private LocalApplication(Settings settings) throws IOException {
        this.settings = settings;
        this.time = new RealTime(settings.isReal() ? WORKERS : WORKERS_WITHOUT_NETWORK);
        try {
            open(time);
            this.fal = fal(settings);
            this.s3Endpoint = open(EmbeddedS3.start(
                            settings.data().resolve("s3"), settings.ports().s3(), CREDENTIALS))
                    .endpoint();
            this.s3 = open(s3(s3Endpoint));
            createBucket();
            Components handlers = new Components(
                    new Configuration(BUCKET, null, fal, settings.submitWindow(), null, s3Endpoint),
                    InstantSource.system(),
                    s3,
                    open(presigner(s3Endpoint)),
                    settings.isReal() ? settings::falKey : settings.standIn()::key,
                    transport(),
                    InetAddress::getAllByName,
                    words());
            LocalWorkflow workflow = workflow(handlers, StateMachines.in(time));
            this.stateMachineArn = workflow.stateMachineArn();
            StepFunctionsServer server = open(StepFunctionsServer.start(
                    workflow.machines(), settings.ports().stepFunctions()));
            this.stepFunctions = open(stepFunctions(server.endpoint()));
            this.stepFunctionsEndpoint = server.endpoint();
            this.components = handlers.with(stepFunctions, stateMachineArn);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything.
     *
     * @throws IOException when the folder cannot be used or nothing can listen on loopback
     */
    public static LocalApplication start(Settings settings) throws IOException {
        return new LocalApplication(settings);
    }

    /** A client of the embedded S3. */
    public S3Client s3() {
        return s3;
    }

    /** A client of the embedded Step Functions. */
    public SfnClient stepFunctions() {
        return stepFunctions;
    }

    public String stateMachineArn() {
        return stateMachineArn;
    }

    /** Where S3 listens. */
    public URI s3Endpoint() {
        return s3Endpoint;
    }

    /** Where Step Functions listens. */
    public URI stepFunctionsEndpoint() {
        return stepFunctionsEndpoint;
    }

    /** The stand-in's port; 0 where videos are made by fal. */
    public int falPort() {
        return settings.isReal() ? 0 : fal.queue().getPort();
    }

    /** For handlers beside those of the workflow. */
    public Components components() {
        return components;
    }

    /** Stops everything, once the calls that are on their way have ended; files stay. */
    @Override
    public void close() {
        time.drain(LAST_CALLS);
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                // One part that does not end must not keep the others open.
                System.getLogger(LocalApplication.class.getName()).log(System.Logger.Level.WARNING, "on closing: " + e);
            }
        }
    }

    private void createBucket() {
        try {
            s3.createBucket(bucket -> bucket.bucket(BUCKET));
        } catch (BucketAlreadyOwnedByYouException e) {
            // from an earlier run
        }
    }

    private HttpTransport transport() {
        HttpTransport network = new JdkHttpTransport(CONNECT_TIMEOUT);
        return settings.isReal()
                ? new HostedInputs(network, new FalStorage(FalStorage.API, settings.falKey()), s3, s3Endpoint)
                : network;
    }

    private FalConfiguration fal(Settings wanted) throws IOException {
        if (wanted.isReal()) {
            return FalConfiguration.defaults();
        }
        URI endpoint = open(FalStandIn.start(
                        wanted.ports().fal(), wanted.standIn(), wanted.faults(), wanted.standInFolder()))
                .endpoint();
        return FalConfiguration.of(endpoint, true, List.of(endpoint.getHost()));
    }

    private LocalWorkflow workflow(Components handlers, StateMachines.Builder engine) throws IOException {
        if (!settings.resumes()) {
            return LocalWorkflow.create(handlers, s3, engine, words());
        }
        Journal journal = new Journal(settings.data().resolve("executions"));
        LocalWorkflow workflow =
                LocalWorkflow.create(handlers, s3, engine.listener(journal).retention(HISTORIES), words());
        new Resumption(workflow, handlers.statusFile(), journal).resume(journal.read());
        return workflow;
    }

    /** A client of an S3 on this machine; the caller closes it. */
    public static S3Client s3(URI endpoint) {
        return S3Client.builder()
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                // Nothing is lost between here and here: no checksums beside the signed one, no chunks with one each.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false)
                        .build())
                .httpClient(http())
                .build();
    }

    private static S3Presigner presigner(URI endpoint) {
        return S3Presigner.builder()
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
                .endpointOverride(endpoint)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    /** A client of Step Functions on this machine; the caller closes it. */
    public static SfnClient stepFunctions(URI endpoint) {
        return SfnClient.builder()
                .region(REGION)
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
                .endpointOverride(endpoint)
                .httpClient(http())
                .build();
    }

    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder().build();
    }

    private static Supplier<String> words() {
        return () -> UUID.randomUUID().toString();
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.push(part);
        return part;
    }
}
