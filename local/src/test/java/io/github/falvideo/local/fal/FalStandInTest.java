package io.github.falvideo.local.fal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.model.Content;
import io.github.falvideo.local.fal.model.Json;
import io.github.falvideo.local.fal.model.TestPictures;
import io.github.falvideo.local.s3.EmbeddedS3;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class FalStandInTest {
    private static final String MODEL = "/veed/fabric-1.0";
    /** A film that is larger than what sockets swallow unread. */
    private static final Content FILM = Content.of("....ftypisom").resized(3_000_000);

    private final VirtualClock clock = new VirtualClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private FalStandIn fal;

    @BeforeEach
    void start() throws IOException {
        fal = FalStandIn.start(0, settings().with((id, model, input) -> FILM), new FaultPlan());
    }

    @AfterEach
    void stop() {
        fal.close();
    }

    private StandInSettings settings() {
        return StandInSettings.forPeople("test-key").with(clock);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(fal.endpoint() + path)).header("Authorization", "Key test-key");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> submit() throws IOException, InterruptedException {
        return submit(StandInCaller.INPUT);
    }

    private HttpResponse<String> submit(Map<String, Object> input) throws IOException, InterruptedException {
        return send(to(MODEL).POST(BodyPublishers.ofString(Json.text(input))));
    }

    private static Map<String, Object> json(HttpResponse<String> reply) throws IOException {
        return Json.object(reply.body().getBytes());
    }

    private String url(HttpResponse<String> submitted, String name) throws IOException {
        return ((String) json(submitted).get(name))
                .substring(fal.endpoint().toString().length());
    }

    private void set(String fault) throws IOException, InterruptedException {
        HttpResponse<String> reply = send(to("/faults").POST(BodyPublishers.ofString("{\"faults\": [" + fault + "]}")));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void shouldLeadFromSubmitToTheMedia() throws Exception {
        HttpResponse<String> submitted = submit();
        assertThat(submitted.statusCode()).isEqualTo(200);
        String status = url(submitted, "status_url");
        assertThat(json(send(to(status)))).containsEntry("status", "IN_QUEUE").containsEntry("queue_position", 1);
        clock.pass(Duration.ofSeconds(7));
        assertThat(send(to(status + "?logs=1")).body()).contains("IN_PROGRESS", "Diffusing: 10%");
        clock.pass(Duration.ofSeconds(8));
        HttpResponse<String> done = send(to(status));
        assertThat(done.statusCode()).isEqualTo(200);

        Map<?, ?> video =
                (Map<?, ?>) json(send(to(url(submitted, "response_url")))).get("video");

        HttpRequest get =
                HttpRequest.newBuilder(URI.create((String) video.get("url"))).build();
        HttpResponse<byte[]> media = client.send(get, BodyHandlers.ofByteArray());
        assertThat(media.headers().firstValue("Content-Length")).contains("3000000");
        assertThat(media.body()).hasSize(3_000_000);
        assertThat(media.body()).startsWith("....ftypisom".getBytes());
    }

    @Test
    void shouldCancelOverHttp() throws Exception {
        String cancel = url(submit(), "cancel_url");

        HttpResponse<String> reply = send(to(cancel).PUT(BodyPublishers.noBody()));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"status\":\"OK\"}");
        assertThat(send(to(cancel.replaceAll("requests/[^/]+", "requests/none")).PUT(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseAWrongKey() throws Exception {
        HttpRequest.Builder wrong = HttpRequest.newBuilder(URI.create(fal.endpoint() + MODEL))
                .header("Authorization", "Key other")
                .POST(BodyPublishers.ofString(Json.text(StandInCaller.INPUT)));

        assertThat(send(wrong).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldTakeAndShowAndDropFaults() throws Exception {
        set("{\"call\": \"submit\", \"times\": \"1\", \"respond\": {\"status\": 503, \"body\": \"busy\"}}");
        assertThat(submit().statusCode()).isEqualTo(503);
        assertThat(submit().statusCode()).isEqualTo(200);
        assertThat(send(to("/faults")).body()).contains("\"submit\"", "\"times\":\"1\"", "busy");

        set("{\"call\": \"submit\", \"respond\": {\"status\": 500}}");
        assertThat(submit().statusCode()).isEqualTo(500);
        assertThat(send(to("/faults").DELETE()).body()).isEqualTo("{\"faults\":[]}");
        assertThat(submit().statusCode()).isEqualTo(200);
        assertThat(send(to("/faults").PUT(BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldCloseTheConnectionWhenTheReplyIsLost() throws Exception {
        fal.faults().add(Fault.on(CallKind.SUBMIT, Occurrences.always(), new Effect.Lose()));

        assertThatThrownBy(this::submit).isInstanceOf(IOException.class);

        assertThat(fal.queue().requests()).hasSize(1);
    }

    @Test
    void shouldCloseTheConnectionInTheMiddleOfAReply() throws Exception {
        fal.faults().add(Fault.on(CallKind.SUBMIT, Occurrences.always(), new Effect.Cut(20)));

        assertThatThrownBy(this::submit).isInstanceOf(IOException.class);

        assertThat(fal.queue().requests()).hasSize(1);
    }

    @Test
    void shouldNeverAnswer() {
        fal.faults().add(Fault.on(CallKind.STATUS, Occurrences.always(), new Effect.Silence(true)));

        assertThatThrownBy(() -> send(to(MODEL + "/requests/x/status").timeout(Duration.ofMillis(300))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(fal.queue().calls(CallKind.STATUS)).isEqualTo(1);
    }

    @Test
    void shouldCutStallAndStreamTheMedia() throws Exception {
        String id = (String) json(submit()).get("request_id");
        clock.pass(Duration.ofMinutes(1));
        set("{\"call\": \"media\", \"times\": \"1\", \"cut\": {\"after\": 1000000}}");
        set("{\"call\": \"media\", \"times\": \"2\", \"stall\": {\"after\": 1000000}}");
        set("{\"call\": \"media\", \"times\": \"3-\", \"noLength\": {}}");
        set("{\"call\": \"media\", \"times\": \"4\", \"length\": {\"bytes\": 0}}");
        HttpRequest media = HttpRequest.newBuilder(URI.create(fal.endpoint() + Route.video(id)))
                .build();

        assertThatThrownBy(() -> client.send(media, BodyHandlers.ofByteArray())).isInstanceOf(IOException.class);
        try (var stalled = client.send(media, BodyHandlers.ofInputStream()).body()) {
            assertThat(stalled.readNBytes(1_000_000)).hasSize(1_000_000);
            assertThat(stalled.available()).isZero();
        }
        HttpResponse<byte[]> streamed = client.send(media, BodyHandlers.ofByteArray());
        assertThat(streamed.headers().firstValue("Content-Length")).isEmpty();
        assertThat(streamed.body()).hasSize(3_000_000);
        assertThat(client.send(media, BodyHandlers.ofByteArray()).body()).isEmpty();
    }

    @Test
    void shouldTakeAnUploadAndServeIt() throws Exception {
        HttpResponse<String> initiated = send(to("/storage/upload/initiate?storage_type=fal-cdn-v3")
                .POST(BodyPublishers.ofString("{\"content_type\": \"image/png\", \"file_name\": \"a.png\"}")));
        URI upload = URI.create((String) json(initiated).get("upload_url"));
        URI file = URI.create((String) json(initiated).get("file_url"));

        HttpResponse<String> put = send(HttpRequest.newBuilder(upload).PUT(BodyPublishers.ofString("a picture")));

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(file)).body()).isEqualTo("a picture");
        assertThat(fal.queue().strayKeys()).isZero();
    }

    @Test
    void shouldRenderAPresignedPictureAndRefuseItWhenTheSignatureIsWrong(@TempDir Path folder) throws Exception {
        fal.close();
        fal = FalStandIn.start(0, settings(), new FaultPlan());
        AwsBasicCredentials credentials = AwsBasicCredentials.create("local", "local-secret");
        try (EmbeddedS3 s3 = EmbeddedS3.start(folder, 0, credentials)) {
            String picture = presigned(s3, credentials, "a.png", TestPictures.twoColours(40, 30, "png"));
            String voice = presigned(s3, credentials, "a.mp3", new byte[] {1, 2, 3});
            String good = (String) json(submit(input(picture, voice))).get("request_id");
            String bad = (String) json(submit(input(picture + "0", voice))).get("request_id");
            clock.pass(Duration.ofMinutes(1));
            awaitCompleted(good);
            awaitCompleted(bad);

            HttpResponse<byte[]> film = client.send(to(Route.video(good)).build(), BodyHandlers.ofByteArray());
            HttpResponse<String> refused = send(to(MODEL + "/requests/" + bad));

            assertThat(TestPictures.frame(film.body(), 5).getHeight()).isEqualTo(480);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("file_download_error", "HTTP 403");
        }
    }

    // Its time is up by the clock; what is left is the real work of a renderer, which a busy machine does slowly.
    private void awaitCompleted(String id) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> json(send(to(MODEL + "/requests/" + id + "/status")))
                                .get("status"),
                        "COMPLETED"::equals);
    }

    private static Map<String, Object> input(String picture, String voice) {
        return Map.of("image_url", picture, "audio_url", voice, "resolution", "480p");
    }

    private static String presigned(EmbeddedS3 s3, AwsBasicCredentials credentials, String key, byte[] bytes) {
        StaticCredentialsProvider provider = StaticCredentialsProvider.create(credentials);
        try (S3Client client = S3Client.builder()
                        .endpointOverride(s3.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(provider)
                        .forcePathStyle(true)
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
                S3Presigner presigner = S3Presigner.builder()
                        .endpointOverride(s3.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(provider)
                        .serviceConfiguration(S3Configuration.builder()
                                .pathStyleAccessEnabled(true)
                                .build())
                        .build()) {
            if (client.listBuckets().buckets().isEmpty()) {
                client.createBucket(request -> request.bucket("uploads"));
            }
            client.putObject(request -> request.bucket("uploads").key(key), RequestBody.fromBytes(bytes));
            return presigner
                    .presignGetObject(request -> request.signatureDuration(Duration.ofHours(1))
                            .getObjectRequest(get -> get.bucket("uploads").key(key)))
                    .url()
                    .toString();
        }
    }
}
