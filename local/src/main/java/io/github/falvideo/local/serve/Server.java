package io.github.falvideo.local.serve;

import io.github.falvideo.ApiHandler;
import io.github.falvideo.UploadHandler;
import io.github.falvideo.local.LambdaFunction;
import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The application on this machine for as long as the process lives: the API, the Step Functions API, the S3 API and the uploads
 * folder, over one data folder that survives every end of the process. What ran when the last one ended goes on.
 */
public final class Server implements AutoCloseable {
    /** Where a request finds a picture and a voice to try with. */
    public static final List<String> SAMPLES = List.of("samples/portrait.png", "samples/voice.mp3");

    private static final String UPLOADS = "uploads";
    private static final Duration LOOK = Duration.ofMillis(400);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final LocalApplication application;
    private final ApiServer api;
    private final Path uploads;

    private Server(LocalApplication.Settings wanted, int port) throws IOException {
        try {
            open(lock(wanted.data()));
            LocalApplication.Settings settings = settled(wanted);
            Optional<LastStart> last = LastStart.read(settings.data());
            this.application = open(LocalApplication.start(settings));
            InstantSource clock = InstantSource.system();
            LambdaFunction apiFunction = new LambdaFunction("ApiFunction", new ApiHandler(application.components()));
            int apiPort = port != 0 ? port : last.map(LastStart::api).orElse(0);
            this.api = open(ApiServer.start(apiPort, apiFunction, Server::word, clock));
            new LastStart(
                            settings.isReal(),
                            api.endpoint().getPort(),
                            application.s3Endpoint().getPort(),
                            application.stepFunctionsEndpoint().getPort(),
                            application.falPort())
                    .write(settings.data());
            putSamples(application.s3());
            Path bucket = settings.data().resolve("s3").resolve(LocalApplication.BUCKET);
            this.uploads = bucket.resolve(UPLOADS);
            UploadEvents events = new UploadEvents(
                    new LambdaFunction("UploadFunction", new UploadHandler(application.components())),
                    LocalApplication.BUCKET,
                    Server::word,
                    clock);
            DroppedFiles dropped = new DroppedFiles(application.s3(), LocalApplication.BUCKET, bucket);
            watch(new UploadsFolder(bucket, uploads, key -> {
                if (!dropped.adopt(key)) { // else it is a new version, which the next looks will find
                    events.accept(key);
                }
            }));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything.
     *
     * @param settings ports that are 0 become those of the last start in this folder, if there was one
     * @param port of the API, likewise
     * @throws IOException when the folder or a port cannot be used; the message says what to do
     */
    public static Server start(LocalApplication.Settings settings, int port) throws IOException {
        try {
            return new Server(settings, port);
        } catch (BindException e) {
            throw new IOException(
                    "A port is taken (" + e.getMessage() + "). Stop what uses it, or choose others: --port 9080", e);
        }
    }

    /** Where the API listens. */
    public URI api() {
        return api.endpoint();
    }

    /** The application behind it. */
    public LocalApplication application() {
        return application;
    }

    /** The folder whose files count as uploads. */
    public Path uploads() {
        return uploads;
    }

    /** Stops; what runs goes on at the next start. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                // One part that does not end must not keep the others open.
                System.getLogger(Server.class.getName()).log(System.Logger.Level.WARNING, "on closing: " + e);
            }
        }
    }

    private static LocalApplication.Settings settled(LocalApplication.Settings wanted) throws IOException {
        Optional<LastStart> last = LastStart.read(wanted.data());
        if (last.isPresent() && last.get().real() != wanted.isReal()) {
            throw new IOException(wanted.data() + " holds videos of "
                    + (wanted.isReal() ? "the stand-in: unset FAL_KEY" : "the real fal: set FAL_KEY")
                    + ", or choose another folder with --data.");
        }
        Ports ports = wanted.ports();
        return wanted.at(new Ports(
                ports.s3() != 0 ? ports.s3() : last.map(LastStart::s3).orElse(0),
                ports.stepFunctions() != 0
                        ? ports.stepFunctions()
                        : last.map(LastStart::stepFunctions).orElse(0),
                // Requests that run there name its port: it stays, whatever is asked for.
                last.map(LastStart::fal).orElse(ports.fal())));
    }

    private static FileLock lock(Path data) throws IOException {
        Files.createDirectories(data);
        FileChannel file = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            // another one of this process: told below
        }
        if (lock == null) {
            file.close();
            throw new IOException(data + " is served by another process already.");
        }
        return lock;
    }

    private static void putSamples(S3Client s3) throws IOException {
        for (String key : SAMPLES) {
            String name = key.substring(key.lastIndexOf('/') + 1);
            try (InputStream sample = Server.class.getResourceAsStream("/sample/" + name)) {
                s3.putObject(
                        put -> put.bucket(LocalApplication.BUCKET).key(key),
                        RequestBody.fromBytes(sample.readAllBytes()));
            }
        }
    }

    private void watch(UploadsFolder folder) {
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "uploads");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(folder::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        open(() -> {
            looks.shutdown();
            looks.awaitTermination(5, TimeUnit.SECONDS);
        });
    }

    private static String word() {
        return UUID.randomUUID().toString();
    }

    private <T extends AutoCloseable> T open(T part) {
        opened.push(part);
        return part;
    }
}
