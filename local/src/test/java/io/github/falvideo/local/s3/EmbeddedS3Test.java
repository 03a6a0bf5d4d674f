package io.github.falvideo.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.falvideo.aws.VideoUpload;
import io.github.falvideo.local.LocalApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class EmbeddedS3Test {
    private static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("local", "local-secret");
    private static final String BUCKET = "videos";
    private static final int PART = 5 * 1024 * 1024;

    @TempDir
    private Path folder;

    private EmbeddedS3 s3;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        s3 = EmbeddedS3.start(folder.resolve("data"), 0, CREDENTIALS);
        client = client(CREDENTIALS);
        client.createBucket(request -> request.bucket(BUCKET));
    }

    @AfterEach
    void stop() {
        client.close();
        s3.close();
    }

    private S3Client client(AwsBasicCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private void put(String key, String text) {
        client.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    @Test
    void shouldKeepAnObjectAsAFileThatAPersonCanOpen() throws IOException {
        put("videos/one/status.json", "{\"status\":\"IN_QUEUE\"}");

        assertThat(folder.resolve("data/videos/videos/one/status.json")).hasContent("{\"status\":\"IN_QUEUE\"}");
    }

    @Test
    void shouldServeAFileThatAPersonPutThere() throws IOException {
        Files.createDirectories(folder.resolve("data/videos/uploads"));
        Files.writeString(folder.resolve("data/videos/uploads/a.txt"), "by hand");

        ResponseBytes<GetObjectResponse> object =
                client.getObjectAsBytes(request -> request.bucket(BUCKET).key("uploads/a.txt"));

        assertThat(object.asUtf8String()).isEqualTo("by hand");
    }

    @Test
    void shouldKeepContentTypeDispositionAndMetadata() {
        client.putObject(
                request -> request.bucket(BUCKET)
                        .key("video.mp4")
                        .contentType("video/mp4")
                        .contentDisposition("attachment; filename=\"video.mp4\"")
                        .metadata(Map.of("request-id", "764cabcf", "model", "veed/fabric-1.0")),
                RequestBody.fromBytes(new byte[] {1, 2, 3}));

        HeadObjectResponse head =
                client.headObject(request -> request.bucket(BUCKET).key("video.mp4"));

        assertThat(head.contentType()).isEqualTo("video/mp4");
        assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"video.mp4\"");
        assertThat(head.metadata()).isEqualTo(Map.of("request-id", "764cabcf", "model", "veed/fabric-1.0"));
        assertThat(head.contentLength()).isEqualTo(3);
    }

    @Test
    void shouldOverwriteDeleteAndMissAnObject() {
        put("a.json", "first");
        put("a.json", "second");
        assertThat(client.getObjectAsBytes(request -> request.bucket(BUCKET).key("a.json"))
                        .asUtf8String())
                .isEqualTo("second");

        client.deleteObject(request -> request.bucket(BUCKET).key("a.json"));

        assertThatThrownBy(() -> client.getObjectAsBytes(
                        request -> request.bucket(BUCKET).key("a.json")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void shouldLetExactlyOneOfManyClaimsThrough() throws Exception {
        int copies = 16;
        ExecutorService threads = Executors.newFixedThreadPool(copies);
        try {
            for (int round = 0; round < 5; round++) {
                String key = "videos/" + round + "/submission.json";
                List<Callable<Integer>> claims = new ArrayList<>();
                for (int copy = 0; copy < copies; copy++) {
                    String text = "claimant " + copy;
                    claims.add(() -> claim(key, text));
                }
                List<Integer> answers = new ArrayList<>();
                for (Future<Integer> answer : threads.invokeAll(claims)) {
                    answers.add(answer.get());
                }
                assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
                assertThat(answers).filteredOn(status -> status != 200).isSubsetOf(409, 412);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private int claim(String key, String text) {
        try {
            return client.putObject(
                            request -> request.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString(text))
                    .sdkHttpResponse()
                    .statusCode();
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    @Test
    void shouldNotBreakTheConnectionOfAnUploadThatSucceeded() {
        int uploads = 400; // About one in a hundred failed before requests were read to their end.
        try (S3Client once = S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build()) {
            for (int n = 0; n < uploads; n++) {
                String key = "videos/" + n + "/submission.json";
                once.putObject(
                        request -> request.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("{}"));
            }
        }
        int found = client.listObjectsV2(request -> request.bucket(BUCKET)).keyCount();
        assertThat(found).isEqualTo(uploads);
    }

    @Test
    void shouldAssembleAMultipartUpload() {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("big.mp4").contentType("video/mp4"))
                .uploadId();
        byte[] first = new byte[PART];
        Arrays.fill(first, (byte) 7);
        List<CompletedPart> parts = List.of(part("big.mp4", upload, 1, first), part("big.mp4", upload, 2, new byte[9]));

        client.completeMultipartUpload(request ->
                request.bucket(BUCKET).key("big.mp4").uploadId(upload).multipartUpload(all -> all.parts(parts)));

        ResponseBytes<GetObjectResponse> object =
                client.getObjectAsBytes(request -> request.bucket(BUCKET).key("big.mp4"));
        assertThat(Arrays.equals(object.asByteArrayUnsafe(), Arrays.copyOf(first, PART + 9)))
                .isTrue();
        assertThat(object.response().contentType()).isEqualTo("video/mp4");
        assertThat(uploads()).isEmpty();
    }

    @Test
    void shouldListAndAbortAMultipartUpload() {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("big.mp4"))
                .uploadId();
        part("big.mp4", upload, 1, new byte[10]);
        assertThat(uploads()).extracting(MultipartUpload::key).containsExactly("big.mp4");

        client.abortMultipartUpload(
                request -> request.bucket(BUCKET).key("big.mp4").uploadId(upload));

        assertThat(uploads()).isEmpty();
        assertThat(client.listObjectsV2(request -> request.bucket(BUCKET)).contents())
                .isEmpty();
    }

    private List<MultipartUpload> uploads() {
        return client.listMultipartUploads(request -> request.bucket(BUCKET)).uploads();
    }

    private CompletedPart part(String key, String upload, int number, byte[] bytes) {
        String etag = client.uploadPart(
                        request ->
                                request.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    @Test
    void shouldServeAPresignedUrlToAnyone() throws IOException {
        put("uploads/a.png", "a picture");

        HttpURLConnection reply = open(presigned("uploads/a.png"));

        assertThat(reply.getResponseCode()).isEqualTo(200);
        try (InputStream in = reply.getInputStream()) {
            assertThat(in).hasContent("a picture");
        }
    }

    @Test
    void shouldRefuseAPresignedUrlThatWasChanged() throws IOException {
        put("uploads/a.png", "a picture");
        put("uploads/b.png", "another");
        String url = presigned("uploads/a.png").toString();

        HttpURLConnection otherKey =
                open(URI.create(url.replace("a.png", "b.png")).toURL());
        HttpURLConnection longer = open(URI.create(url.replace("X-Amz-Expires=600", "X-Amz-Expires=6000"))
                .toURL());

        assertThat(otherKey.getResponseCode()).isEqualTo(403);
        assertThat(longer.getResponseCode()).isEqualTo(403);
    }

    @Test
    void shouldRefuseAWrongSecretAndNoSignatureAtAll() throws IOException {
        put("a.json", "{}");
        try (S3Client stranger = client(AwsBasicCredentials.create("local", "another-secret"))) {
            assertThatThrownBy(() -> stranger.getObjectAsBytes(
                            request -> request.bucket(BUCKET).key("a.json")))
                    .isInstanceOfSatisfying(S3Exception.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(403);
                        assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
                    });
            assertThatThrownBy(() -> stranger.putObject(
                            request -> request.bucket(BUCKET).key("b.json"), RequestBody.fromString("{}")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
        HttpURLConnection unsigned =
                open(s3.endpoint().resolve("/videos/a.json").toURL());
        assertThat(unsigned.getResponseCode()).isEqualTo(403);
        assertThat(folder.resolve("data/videos/b.json")).doesNotExist();
    }

    private URL presigned(String key) {
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            return presigner
                    .presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(10))
                            .getObjectRequest(get -> get.bucket(BUCKET).key(key)))
                    .url();
        }
    }

    private static HttpURLConnection open(URL url) throws IOException {
        return (HttpURLConnection) url.openConnection();
    }

    @Test
    void shouldTakeAFilmInPartsAsTheApplicationSendsThem() throws IOException {
        byte[] film = new byte[20 << 20];
        new Random(1).nextBytes(film);

        VideoUpload.StoredVideo stored;
        try (S3Client application = LocalApplication.s3(s3.endpoint())) {
            stored = new VideoUpload(application, BUCKET)
                    .store("a", "request-1", "veed/fabric-1.0", new ByteArrayInputStream(film));
            assertThat(application
                            .listMultipartUploads(list -> list.bucket(BUCKET))
                            .uploads())
                    .isEmpty();
        }

        assertThat(stored.size()).isEqualTo(film.length);
        assertThat(folder.resolve("data/videos/videos/a/video.mp4")).hasBinaryContent(film);
    }

    @Test
    void shouldKeepItsFilesWhenItIsStartedAgain() throws IOException {
        client.putObject(
                request -> request.bucket(BUCKET).key("a.json").contentType("application/json"),
                RequestBody.fromString("{}"));
        s3.close();

        s3 = EmbeddedS3.start(folder.resolve("data"), 0, CREDENTIALS);
        try (S3Client again = client(CREDENTIALS)) {
            HeadObjectResponse head =
                    again.headObject(request -> request.bucket(BUCKET).key("a.json"));
            assertThat(head.contentType()).isEqualTo("application/json");
            assertThat(head.contentLength()).isEqualTo(2);
        }
    }

    @Test
    void shouldSayWhenThePortIsTaken() {
        int port = s3.endpoint().getPort();

        assertThatThrownBy(() -> EmbeddedS3.start(folder.resolve("other"), port, CREDENTIALS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(port));
    }

    @Test
    void shouldServeTheAwsCommandLine() throws Exception {
        assumeTrue(onPath("aws"), "the AWS CLI is not installed");
        Path picture = Files.writeString(folder.resolve("a.png"), "a picture");
        Path back = folder.resolve("back.png");

        aws("s3", "cp", picture.toString(), "s3://videos/uploads/a.png");
        aws("s3", "cp", "s3://videos/uploads/a.png", back.toString());

        assertThat(back).hasContent("a picture");
        assertThat(aws("s3", "ls", "s3://videos/uploads/")).contains("a.png");
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private String aws(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("aws", "--endpoint-url", s3.endpoint().toString(), "--region", "us-east-1"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AWS_ACCESS_KEY_ID", CREDENTIALS.accessKeyId());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", CREDENTIALS.secretAccessKey());
        builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
