package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.fal.faults.CallKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Nothing goes wrong: what the user is told at every poll, and what lies in the bucket at the end. */
class HappyPathTest {
    @AutoClose
    private final Chain chain = new Chain();

    @Test
    void shouldTellTheQueueThenTheProgressThenTheEnd() {
        List<String> told = new ArrayList<>();
        chain.lambda.witness((call, after) -> {
            if (after && call.stateName().startsWith("Report")) {
                Map<?, ?> status = new Video(chain, "video-1").told();
                told.add(status.get("status") + " " + status.get("progress") + " " + status.get("message"));
            }
        });

        chain.make();

        assertThat(told)
                .containsExactly(
                        "IN_QUEUE null In queue, position 1...",
                        "IN_QUEUE null In queue, position 0...",
                        "IN_PROGRESS 0 Generating your video...",
                        "IN_PROGRESS 50 Generating your video...",
                        "DOWNLOADING 100 Video generation complete!",
                        "SUCCEEDED 100 Saved to s3://the-bucket/videos/video-1/video.mp4 (2.0 KB)."
                                + " Hosted at https://v3b.fal.media/files/videos/req-1/video.mp4");
    }

    @Test
    void shouldEndWithTheFilmItsClaimAndItsStatus() {
        Video video = chain.make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.film().orElseThrow().content()).hasSize(2_000);
        assertThat(video.film().orElseThrow().contentType()).isEqualTo("video/mp4");
        assertThat(video.film().orElseThrow().metadata())
                .containsExactlyInAnyOrderEntriesOf(Map.of("request-id", "req-1", "model", "veed/fabric-1.0"));
        assertThat(video.claim().get("requestId")).isEqualTo("req-1");
        assertThat(video.told().get("polls")).isEqualTo(5);
        assertThat(video.output().get("uri")).isEqualTo("s3://the-bucket/videos/video-1/video.mp4");
        assertThat(chain.s3.keys(Chain.BUCKET))
                .containsExactly(
                        "videos/video-1/status.json", "videos/video-1/submission.json", "videos/video-1/video.mp4");
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.calls(CallKind.STATUS)).isEqualTo(5);
        assertThat(video.calls(CallKind.RESULT)).isOne();
        assertThat(video.calls(CallKind.MEDIA)).isOne();
        assertThat(chain.passed()).isEqualTo(Duration.ofSeconds(20));
    }
}
