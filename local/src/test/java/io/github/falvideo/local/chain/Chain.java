package io.github.falvideo.local.chain;

import io.github.falvideo.CancelHandler;
import io.github.falvideo.Components;
import io.github.falvideo.Configuration;
import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.local.LambdaFunction;
import io.github.falvideo.local.LocalWorkflow;
import io.github.falvideo.local.asl.ExecutionListener;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.HistoryRetention;
import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.asl.Time;
import io.github.falvideo.local.asl.VirtualTime;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.fal.StandInQueue;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The whole workflow with nothing real around it: the state machine that is deployed, the handlers that are deployed, called through
 * Lambda's own serialisation; around them virtual time, S3 in memory, fal's stand-in without a network. Every edge can be made to
 * fail. One worker and a seed: the same test gives the same run.
 */
final class Chain implements AutoCloseable {
    static final String BUCKET = "the-bucket";
    static final String KEY = "key-0123:secret-4567";
    static final String AWS_SECRET = "secret-access-key";
    static final Instant START = Instant.parse("2026-01-15T10:00:00Z");
    /** Two polls in the queue, two while it runs, the fifth finds it completed: 20 seconds. */
    static final Pace PACE = new Pace(1, Duration.ofSeconds(5), Duration.ofSeconds(10));

    private static final Pattern LABEL = Pattern.compile("([^/]+)\\.png");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final S3Presigner PRESIGNER = S3Presigner.builder()
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", AWS_SECRET)))
            .build();

    final VirtualTime time = new VirtualTime(START, 1);
    final InMemoryS3 s3 = new InMemoryS3(time::now);
    final FaultPlan falFaults = new FaultPlan();
    final StandInQueue fal;
    final FalEdge wire;
    final S3Edge s3Edge;
    final LambdaEdge lambda;
    final Components components;
    final LocalWorkflow workflow;

    private final HistoryRetention retention;
    private final Map<String, Integer> filmSizes = new LinkedHashMap<>();
    private int filmSize = 2_000;
    private Time.Hold hold = time.hold();
    private volatile Throwable problem;

    Chain() {
        this(0, HistoryRetention.ALL, PACE, new ExecutionListener() {});
    }

    Chain(Pace pace) {
        this(0, HistoryRetention.ALL, pace, new ExecutionListener() {});
    }

    Chain(long seed, HistoryRetention retention, Pace pace, ExecutionListener listener) {
        this.retention = retention;
        Latency latency = new Latency(time);
        AtomicInteger words = new AtomicInteger();
        AtomicInteger requests = new AtomicInteger();
        fal = new StandInQueue(
                StandInSettings.forPeople(KEY)
                        .at(FalEdge.QUEUE, FalEdge.MEDIA)
                        .with(pace)
                        .with(time.clock())
                        .with((requestId, model, input) -> Films.of(requestId, filmSize(label(input))))
                        .withIds(() -> "req-" + requests.incrementAndGet())
                        .withLabel(Chain::label),
                falFaults,
                Runnable::run);
        wire = new FalEdge(fal, time, latency);
        s3Edge = new S3Edge(latency);
        s3.fault(s3Edge);
        lambda = new LambdaEdge(time, latency);
        components = new Components(
                Configuration.of(BUCKET, FalConfiguration.defaults()),
                time.clock(),
                s3,
                PRESIGNER,
                () -> KEY,
                wire,
                Chain::resolve,
                () -> "word-" + words.incrementAndGet());
        StateMachines.Builder engine = StateMachines.in(time)
                .random(new Random(seed))
                .retention(retention)
                .listener(listener);
        workflow = LocalWorkflow.create(components, s3, engine, () -> "aws-" + words.incrementAndGet(), lambda);
    }

    /** Something goes wrong at fal. */
    Chain fal(CallKind call, Occurrences times, Effect effect) {
        falFaults.add(Fault.on(call, times, effect));
        return this;
    }

    /** S3 says this before the call has an effect. */
    Chain s3(String operation, String file, Occurrences times, S3Edge.Error error) {
        s3Edge.add(new S3Edge.Fault(null, operation, file, times, false, error));
        return this;
    }

    /** S3 says this although the call had its effect. */
    Chain s3After(String operation, String file, Occurrences times, S3Edge.Error error) {
        s3Edge.add(new S3Edge.Fault(null, operation, file, times, true, error));
        return this;
    }

    /** The function does not run. */
    Chain lambda(String function, Occurrences times, LambdaEdge.Effect effect) {
        lambda.add(new LambdaEdge.Fault(function, null, times, false, effect));
        return this;
    }

    /** The function runs, and nobody learns what it said. */
    Chain lambdaAfter(String function, Occurrences times, LambdaEdge.Effect effect) {
        lambda.add(new LambdaEdge.Fault(function, null, times, true, effect));
        return this;
    }

    /** The size of films that are made from now on. */
    Chain filmsOf(int bytes) {
        filmSize = bytes;
        return this;
    }

    /** The size of this video's film. */
    void filmOf(String id, int bytes) {
        filmSizes.put(id, bytes);
    }

    int filmSize(String id) {
        return filmSizes.getOrDefault(id, filmSize);
    }

    /** What a person would paste into the console: the picture is named like the video, so that fal's side knows whose it is. */
    static Map<String, Object> request(String id) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("image_url", "https://example.com/" + id + ".png");
        input.put("audio_url", "https://example.com/voice.mp3");
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("input", input);
        return request;
    }

    /** The request with one more field. */
    static Map<String, Object> request(String id, String field, Object value) {
        Map<String, Object> request = request(id);
        request.put(field, value);
        return request;
    }

    /** Makes one video, from start to rest, and holds the run to every promise. */
    Video make() {
        return make(request("video-1"));
    }

    /** Likewise with another request, for the id {@code video-1}. */
    Video make(Map<String, Object> request) {
        start("video-1", request);
        Video video = rest("video-1");
        Promises.assertKept(this);
        return video;
    }

    /** Starts a video; nothing but its first steps happens, and no time passes, until {@link #rest}. */
    void start(String id, Map<String, Object> request) {
        workflow.machines().start(workflow.stateMachineArn(), id, Json.text(request));
    }

    /** Stops an execution as a person does in the console. */
    void stop(String id) {
        workflow.machines().stop(arn(id), "Stopped", "by a person");
    }

    /** Does something at an instant of the run. */
    Chain at(Duration afterTheStart, Runnable action) {
        time.schedule(Duration.between(time.now(), START.plus(afterTheStart)), () -> {
            try {
                action.run();
            } catch (RuntimeException | AssertionError e) {
                problem = e; // thrown to the test by rest(), since nobody listens here
            }
        });
        return this;
    }

    /** Calls the cancel function as the command, the API or EventBridge does. */
    Map<?, ?> cancel(Map<String, Object> event) {
        return (Map<?, ?>)
                new LambdaFunction("CancelFunction", new CancelHandler(components)).invoke(event, "a-cancel");
    }

    /** Lets time pass until nothing happens any more. */
    Video rest(String id) {
        rest();
        return new Video(this, id);
    }

    void rest() {
        hold.release();
        try {
            if (!time.awaitQuiet(PATIENCE)) {
                throw new AssertionError("still busy at " + time.now());
            }
            hold = time.hold();
            if (problem != null) {
                throw new AssertionError("something went wrong in " + Chain.class, problem);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String arn(String id) {
        return workflow.stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + id;
    }

    /** Everything that is kept of all videos, as text: objects that are no films, executions, and their histories if these are kept. */
    List<String> kept() {
        List<String> kept = new ArrayList<>();
        for (String key : s3.keys(BUCKET)) {
            s3.object(BUCKET, key)
                    .filter(object -> !key.endsWith(".mp4"))
                    .ifPresent(object -> kept.add(
                            key + " " + new String(object.content(), StandardCharsets.UTF_8) + object.metadata()));
        }
        StateMachines machines = workflow.machines();
        for (ExecutionRecord execution : machines.executions(workflow.stateMachineArn(), null)) {
            kept.add(execution.toString());
            if (retention.ofRunning()) {
                machines.history(execution.executionArn()).forEach(event -> kept.add(Json.text(event.json())));
            }
        }
        return kept;
    }

    /** How much time has passed. */
    Duration passed() {
        return Duration.between(START, time.now());
    }

    private static String label(Map<String, Object> input) {
        Matcher picture = LABEL.matcher(String.valueOf(input.get("image_url")));
        return picture.find() ? picture.group(1) : "unknown";
    }

    /** Every host is public, except one that only looks so. */
    private static InetAddress[] resolve(String host) {
        byte[] address = host.startsWith("inside.") ? new byte[] {10, 0, 0, 1} : new byte[] {93, (byte) 184, 34, 1};
        try {
            return new InetAddress[] {InetAddress.getByAddress(host, address)};
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Also fails the test that logged what may not be logged. */
    @Override
    public void close() {
        time.close();
        if (!LogScan.get().found().isEmpty()) {
            throw new AssertionError("logged: " + LogScan.get().found());
        }
    }
}
