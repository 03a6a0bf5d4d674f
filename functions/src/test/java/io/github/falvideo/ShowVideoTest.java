package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.ApiBench.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

class ShowVideoTest {
    private final ApiBench bench = new ApiBench().atRealTime();

    @Test
    void shouldShowTheStatusFileWhileItRuns() {
        bench.status("v", Map.of("status", "IN_PROGRESS", "progress", 45, "requestId", "r"));

        Answer answer = bench.call("GET", "/videos/v");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("status", "IN_PROGRESS")
                .containsEntry("progress", 45)
                .containsEntry("requestId", "r")
                .containsEntry("links", Map.of("self", "/videos/v", "file", "/videos/v/file"));
        assertThat(answer.headers())
                .containsEntry("Retry-After", "5")
                .containsEntry("Cache-Control", "private, no-cache")
                .containsEntry("Content-Type", "application/json");
        assertThat(answer.body()).doesNotContain("downloadUrl");
    }

    @Test
    void shouldReadOnlyS3() {
        bench.stepFunctions.fault(operation -> {
            throw new AssertionError(operation);
        });
        bench.status("v", Map.of("status", "IN_PROGRESS"));

        assertThat(bench.call("GET", "/videos/v").status()).isEqualTo(200);
        assertThat(bench.call("GET", "/videos/unknown").status()).isEqualTo(404);
    }

    @Test
    void shouldAnswer304UntilTheFileChanges() {
        bench.status("v", Map.of("status", "IN_PROGRESS", "polls", 1));
        String tag = bench.call("GET", "/videos/v").headers().get("ETag");

        Answer same = unless(tag);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers()).containsEntry("ETag", tag).containsEntry("Retry-After", "5");
        assertThat(unless("\"other\", W/" + tag).status()).isEqualTo(304);

        bench.status("v", Map.of("status", "IN_PROGRESS", "polls", 2));
        assertThat(unless(tag).status()).isEqualTo(200);
    }

    @Test
    void shouldGiveADownloadLinkAndTheTimeItEnds() {
        bench.status("v", Map.of("status", "SUCCEEDED", "video", Map.of("size", 1258291, "sizeText", "1.2 MB")));

        Answer answer = bench.call("GET", "/videos/v");

        Map<?, ?> video = (Map<?, ?>) answer.json().get("video");
        assertThat(video.get("sizeText")).isEqualTo("1.2 MB");
        assertThat(video.get("downloadUrl").toString())
                .startsWith("https://my-videos.s3.eu-central-1.amazonaws.com/videos/v/video.mp4?")
                .contains("X-Amz-Expires=900");
        assertThat(Instant.parse(video.get("downloadUrlExpiresAt").toString()))
                .isBetween(Instant.now().plusSeconds(880), Instant.now().plusSeconds(901));
        assertThat(answer.headers()).doesNotContainKey("Retry-After");
    }

    @Test
    void shouldAnswer304OnlyWhileTheCallersLinkServes() {
        bench.status("v", Map.of("status", "SUCCEEDED"));
        String tag = bench.call("GET", "/videos/v").headers().get("ETag");
        assertThat(tag).startsWith("W/\"");

        bench.edges.clock.pass(Duration.ofMinutes(9));
        Answer served = unless(tag);
        assertThat(served.status()).isEqualTo(304);
        assertThat(served.headers()).containsEntry("ETag", tag).doesNotContainKey("Retry-After");

        bench.edges.clock.pass(Duration.ofMinutes(2));
        assertThat(unless(tag).json().get("video").toString()).contains("downloadUrl=https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"%s.99999999999999999999\"", "W/\"%s.-1\"", "W/\"%s.\"", "W/\"%s\"", "*", "%s", ""})
    void shouldNotBelieveAForeignTag(String form) {
        bench.status("v", Map.of("status", "SUCCEEDED"));
        String tag = bench.call("GET", "/videos/v").headers().get("ETag");
        String version = tag.substring(3, tag.indexOf('.'));

        assertThat(unless(form.formatted(version)).status()).isEqualTo(200);
    }

    @Test
    void shouldCallAClaimedVideoWithoutStatusQueued() {
        bench.submitted("v");

        Answer answer = bench.call("GET", "/videos/v");

        assertThat(answer.json()).containsEntry("status", "IN_QUEUE").containsEntry("message", "In queue...");
        assertThat(answer.headers()).containsEntry("Retry-After", "5").doesNotContainKey("ETag");
        assertThat(answer.body()).doesNotContain("cancelUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/videos/unknown", "/videos/unknown/file", "/videos/..", "/videos/a%2Fb", "/videos/%00/file"})
    void shouldAnswer404ForWhatIsNoVideo(String path) {
        assertThat(bench.call("GET", path).status()).isEqualTo(404);
    }

    @Test
    void shouldRedirectToTheFilm() {
        bench.put("videos/v/video.mp4", "film");

        Answer answer = bench.call("GET", "/videos/v/file");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().get("Location"))
                .startsWith("https://my-videos.s3.eu-central-1.amazonaws.com/videos/v/video.mp4?X-Amz-");
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void shouldSayWhyTheFilmIsNotThere() {
        bench.status("v", Map.of("status", "FAILED", "message", "no face was found"));

        Answer answer = bench.call("GET", "/videos/v/file");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).isEqualTo("The file of video v is not there: FAILED. no face was found");
    }

    @Test
    void shouldListTheNewestFirstPageByPage() {
        for (int i = 1; i <= 45; i++) {
            bench.post("/videos", ApiBench.SPEECH);
            bench.edges.clock.pass(Duration.ofSeconds(1));
        }
        Answer first = bench.call("GET", "/videos");
        assertThat(ids(first)).hasSize(20).startsWith("nonce-45").endsWith("nonce-26");

        Answer second = bench.call("GET", link(first));
        assertThat(ids(second)).hasSize(20).startsWith("nonce-25").endsWith("nonce-6");
        Answer last = bench.call("GET", link(second));
        assertThat(ids(last)).containsExactly("nonce-5", "nonce-4", "nonce-3", "nonce-2", "nonce-1");
        assertThat(last.json()).doesNotContainKeys("next", "links");
        assertThat(ids(bench.call("GET", "/videos?limit=1"))).containsExactly("nonce-45");
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING,,IN_QUEUE",
        "RUNNING,DOWNLOADING,DOWNLOADING",
        "RUNNING,SUCCEEDED,SUCCEEDED",
        "SUCCEEDED,DOWNLOADING,SUCCEEDED",
        "FAILED,TIMED_OUT,TIMED_OUT",
        "FAILED,CANCELLED,CANCELLED",
        "FAILED,IN_PROGRESS,FAILED",
        "ABORTED,IN_PROGRESS,CANCELLED",
        "TIMED_OUT,,TIMED_OUT",
        "PENDING_REDRIVE,IN_PROGRESS,IN_PROGRESS"
    })
    void shouldListTheStatusThatTheFileTellsMoreExactly(String execution, String told, String listed) {
        bench.post("/videos", ApiBench.SPEECH);
        if (!execution.equals("RUNNING")) {
            bench.stepFunctions.end("nonce-1", ExecutionStatus.fromValue(execution));
        }
        if (told != null) {
            bench.status("nonce-1", Map.of("status", told));
        } else {
            bench.edges.s3.deleteObject(
                    delete -> delete.bucket(HandlerBench.BUCKET).key("videos/nonce-1/status.json"));
        }
        Map<?, ?> item = items(bench.call("GET", "/videos")).get(0);

        assertThat(item.get("status")).isEqualTo(listed);
        assertThat(item.containsKey("endedAt")).isEqualTo(!execution.equals("RUNNING"));
        assertThat(item.get("links")).isEqualTo(Map.of("self", "/videos/nonce-1", "file", "/videos/nonce-1/file"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=101,limit",
        "limit=ten,limit",
        "limit=,limit",
        "limit=-1,limit",
        "next=made-up,next",
        "next=%20,next",
        "next=,next"
    })
    void shouldRefuseAPageThatCannotBe(String query, String field) {
        Answer answer = bench.call("GET", "/videos?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problems()).singleElement().asString().startsWith(field + ": must be ");
    }

    private Answer unless(String tag) {
        return bench.call("GET", "/videos/v", null, Map.of("if-none-match", tag));
    }

    private static List<Map<?, ?>> items(Answer answer) {
        return ((List<?>) answer.json().get("videos"))
                .stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList();
    }

    private static List<Object> ids(Answer answer) {
        return items(answer).stream().<Object>map(item -> item.get("id")).toList();
    }

    private static String link(Answer page) {
        return (String) ((Map<?, ?>) page.json().get("links")).get("next");
    }
}
