package io.github.falvideo;

import io.github.falvideo.fal.FalConfiguration;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the functions are told from outside.
 *
 * @param bucket the application's bucket
 * @param falKeySecret ARN or name of the secret that holds fal's key; null where the key comes another way
 * @param fal the queue, the media hosts and their limits; whether this machine's own addresses are allowed
 * @param submitWindow Submit's own time limit: after it no copy of Submit can be sending any more
 * @param stateMachineArn the state machine that makes videos; null for a function that does not start any
 * @param s3Endpoint another S3 than AWS's, addressed by path; null for AWS
 */
public record Configuration(
        String bucket,
        String falKeySecret,
        FalConfiguration fal,
        Duration submitWindow,
        String stateMachineArn,
        URI s3Endpoint) {
    public static final Duration SUBMIT_WINDOW = Duration.ofSeconds(90);

    /** For functions that start nothing. */
    public Configuration(
            String bucket, String falKeySecret, FalConfiguration fal, Duration submitWindow, URI s3Endpoint) {
        this(bucket, falKeySecret, fal, submitWindow, null, s3Endpoint);
    }

    /** A bucket and a queue, everything else as it is by default. */
    public static Configuration of(String bucket, FalConfiguration fal) {
        return new Configuration(bucket, null, fal, SUBMIT_WINDOW, null, null);
    }

    /** The same with this state machine. */
    Configuration withStateMachine(String arn) {
        return new Configuration(bucket, falKeySecret, fal, submitWindow, arn, s3Endpoint);
    }

    /**
     * From environment variables. BUCKET_NAME and FAL_KEY_SECRET_ARN are required; FAL_QUEUE_URL, MEDIA_HOSTS (comma
     * separated), MAX_MEDIA_BYTES, SUBMIT_WINDOW_SECONDS, STATE_MACHINE_ARN, S3_ENDPOINT and ALLOW_LOOPBACK have defaults.
     *
     * @throws ConfigurationException with every problem at once
     */
    public static Configuration from(Map<String, String> environment) {
        Reader reader = new Reader(environment);
        String bucket = reader.required("BUCKET_NAME", "the application's bucket");
        String secret = reader.required("FAL_KEY_SECRET_ARN", "the secret that holds the fal key");
        boolean allowLoopback = reader.read("ALLOW_LOOPBACK", false, Boolean::parseBoolean);
        URI queue = reader.read("FAL_QUEUE_URL", FalConfiguration.QUEUE, URI::create);
        List<String> mediaHosts = reader.read("MEDIA_HOSTS", FalConfiguration.MEDIA_HOSTS, Configuration::words);
        FalConfiguration defaults = FalConfiguration.defaults();
        long maxMediaBytes = reader.read("MAX_MEDIA_BYTES", defaults.maxMediaBytes(), Long::valueOf);
        Duration window = reader.read(
                "SUBMIT_WINDOW_SECONDS", SUBMIT_WINDOW, seconds -> Duration.ofSeconds(Integer.parseInt(seconds)));
        String stateMachine = reader.read("STATE_MACHINE_ARN", null, arn -> arn);
        URI s3Endpoint = reader.read("S3_ENDPOINT", null, URI::create);
        FalConfiguration fal = reader.checked(() -> new FalConfiguration(
                queue,
                allowLoopback,
                defaults.callTimeout(),
                mediaHosts,
                maxMediaBytes,
                defaults.mediaStall(),
                defaults.mediaTimeout(),
                defaults.mediaResumes()));
        reader.finish();
        return new Configuration(bucket, secret, fal, window, stateMachine, s3Endpoint);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private record Reader(Map<String, String> environment, List<String> problems) {
        Reader(Map<String, String> environment) {
            this(environment, new ArrayList<>());
        }

        String required(String name, String meaning) {
            String value = environment.getOrDefault(name, "").strip();
            if (value.isEmpty()) {
                problems.add(name + " must name " + meaning);
            }
            return value;
        }

        <T> T read(String name, T absent, Function<String, T> parse) {
            String value = environment.getOrDefault(name, "").strip();
            try {
                return value.isEmpty() ? absent : parse.apply(value);
            } catch (RuntimeException e) {
                problems.add(name + " cannot be read: " + e.getMessage());
                return absent;
            }
        }

        FalConfiguration checked(Supplier<FalConfiguration> build) {
            try {
                return build.get();
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
                return null;
            }
        }

        void finish() {
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
        }
    }
}
