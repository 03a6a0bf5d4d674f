package io.github.falvideo.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small ones: sizes, progress, messages, keys, statuses and the claim's content. */
class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1, 1 byte",
        "1023, 1023 bytes",
        "1024, 1.0 KB",
        "1258291, 1.2 MB",
        "1048524, 1023.9 KB",
        "1048575, 1.0 MB",
        "1073741823, 1.0 GB",
        "5368709120, 5.0 GB",
        "9223372036854775807, 8.0 EB"
    })
    void shouldWriteSizesForPeople(long bytes, String text) {
        assertThat(FileSize.text(bytes)).isEqualTo(text);
    }

    @Test
    void shouldReadTheProgressOfTheLastLineThatTellsOne() {
        assertThat(Progress.percent(List.of("Diffusing: 10%", "Diffusing: 45%", "saving")))
                .hasValue(45);
        assertThat(Progress.percent(List.of("diffusing 5%  diffusing 7.5 %"))).hasValue(7);
        assertThat(Progress.percent(List.of("Diffusing: 999%"))).hasValue(100);
        assertThat(Progress.percent(Arrays.asList("Loading: 45%", null, "Diffusing: soon")))
                .isEmpty();
        assertThat(Progress.percent(List.of())).isEmpty();
    }

    @Test
    void shouldTellTheUserWordForWord() {
        assertThat(Messages.inQueue(3)).isEqualTo("In queue, position 3...");
        assertThat(Messages.inQueue(null)).isEqualTo("In queue...");
        assertThat(Messages.GENERATING).isEqualTo("Generating your video...");
        assertThat(Messages.COMPLETE).isEqualTo("Video generation complete!");
        assertThat(Messages.timedOut("r-1"))
                .isEqualTo("Generation is taking longer than expected. Your request ID is: r-1\n"
                        + "You can check the status manually or try again later.");
        assertThat(Messages.saved("s3://b/k", 1258291, "https://v3.fal.media/x.mp4"))
                .isEqualTo("Saved to s3://b/k (1.2 MB). Hosted at https://v3.fal.media/x.mp4");
        assertThat(Messages.downloadFailed("https://v3.fal.media/x.mp4"))
                .isEqualTo("Download failed. You can grab the video directly from: https://v3.fal.media/x.mp4");
    }

    @Test
    void shouldKnowWhereEverythingLies() {
        assertThat(VideoKeys.submission("a-1")).isEqualTo("videos/a-1/submission.json");
        assertThat(VideoKeys.status("a-1")).isEqualTo("videos/a-1/status.json");
        assertThat(VideoKeys.video("a-1")).isEqualTo("videos/a-1/video.mp4");
        assertThat(VideoKeys.downloadName("a-1")).isEqualTo("a-1.mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ä", "a\n", "\"a\""})
    void shouldRefuseAnIdThatIsNoName(String id) {
        assertThatThrownBy(() -> VideoKeys.video(id))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("id: must be 1 to 80 letters");
    }

    @Test
    void shouldBoundTheIdByAnExecutionsName() {
        assertThat(VideoKeys.checkedId("x".repeat(80))).hasSize(80);
        assertThatThrownBy(() -> VideoKeys.checkedId("x".repeat(81))).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> VideoKeys.checkedId(null)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldKnowWhichStatusesAreEnds() {
        assertThat(Arrays.stream(VideoStatus.values()).filter(VideoStatus::isTerminal))
                .containsExactly(
                        VideoStatus.SUCCEEDED, VideoStatus.FAILED, VideoStatus.TIMED_OUT, VideoStatus.CANCELLED);
        assertThat(VideoStatus.isEnd("SUCCEEDED")).isTrue();
        assertThat(VideoStatus.isEnd("IN_QUEUE")).isFalse();
        assertThat(VideoStatus.isEnd("DONE")).isFalse();
        assertThat(VideoStatus.isEnd((Object) null)).isFalse();
    }

    @Test
    void shouldReadBackTheClaimThatItWrote() {
        Submission claim = Submission.claim("a", "veed/fabric-1.0", Instant.parse("2026-01-02T03:04:05.678Z"), "me");
        Submission answered = claim.answered("r", "s", "p", "c", 0, Instant.parse("2026-01-02T03:04:06Z"));
        Submission cancelled = answered.cancelled("CANCELLED", Instant.parse("2026-01-02T03:05:00Z"));

        for (Submission submission : List.of(claim, answered, cancelled)) {
            assertThat(Submission.fromJson("a", submission.toJson())).isEqualTo(submission);
        }
        assertThat(claim.toJson()).containsOnlyKeys("id", "model", "claimedAt", "claimant");
        assertThat(cancelled.toJson())
                .containsEntry("cancel", Map.of("outcome", "CANCELLED", "at", "2026-01-02T03:05:00Z"));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void anyClaimSurvivesARoundTripThroughItsFile(
            @ForAll @WithNull String model,
            @ForAll String claimant,
            @ForAll @WithNull String requestId,
            @ForAll @IntRange(max = 100_000) int position,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis)
            throws IOException {
        Instant at = Instant.ofEpochMilli(millis);
        Submission claim = Submission.claim("a", model, at, claimant);
        Submission answered = claim.answered(requestId, claimant, "r", "c", position, at.plusMillis(1));
        for (Submission submission :
                List.of(claim, answered, claim.cancelled("NOT_FOUND", at), answered.cancelled("x", at))) {
            String file = JSON.std.asString(submission.toJson());
            assertThat(Submission.fromJson("a", JSON.std.mapFrom(file))).isEqualTo(submission);
        }
    }

    @Test
    void shouldTakeAClaimThatCannotBeReadForAnOldOne() {
        Submission claim = Submission.fromJson(
                "a", Map.of("claimedAt", "yesterday", "requestId", 7, "queuePosition", "x", "cancel", "no"));

        assertThat(claim).isEqualTo(Submission.claim("a", null, Instant.EPOCH, null));
    }
}
