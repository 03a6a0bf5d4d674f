package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.chain.S3Edge.Error;
import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** S3: an error costs another try, never a second bill, and nothing half done stays behind. */
class S3FaultsTest {
    private static final String CLAIM = "submission.json";
    private static final String STATUS = "status.json";
    private static final String FILM = "video.mp4";
    /** Three parts of a multipart upload. */
    private static final int LARGE = 20 << 20;

    @AutoClose
    private final Chain chain = new Chain();

    static Stream<Arguments> anyCall() {
        return Stream.of(
                        arguments("PutObject", CLAIM, 1),
                        arguments("PutObject", CLAIM, 2),
                        arguments("PutObject", STATUS, 1),
                        arguments("PutObject", STATUS, 5),
                        arguments("PutObject", STATUS, 6),
                        arguments("PutObject", FILM, 1))
                .flatMap(S3FaultsTest::everyError);
    }

    private static Stream<Arguments> everyError(Arguments call) {
        Object[] of = call.get();
        return Stream.of(Error.UNAVAILABLE, Error.SLOW_DOWN, Error.INTERNAL, Error.NO_ANSWER)
                .flatMap(error -> Stream.of(false, true).map(after -> arguments(of[0], of[1], of[2], error, after)));
    }

    @ParameterizedTest(name = "{0} {1} #{2} {3} after={4}")
    @MethodSource("anyCall")
    void shouldSaveTheVideoWhicheverCallFails(String operation, String file, int nth, Error error, boolean after) {
        chain.s3Edge.add(new S3Edge.Fault(null, operation, file, Occurrences.nth(nth), after, error));

        Video video = chain.make();

        assertSaved(video);
    }

    static Stream<Arguments> anyCallOfAnUpload() {
        return Stream.of(
                        arguments("CreateMultipartUpload", FILM, 1),
                        arguments("UploadPart", FILM, 1),
                        arguments("UploadPart", FILM, 3),
                        arguments("CompleteMultipartUpload", FILM, 1))
                .flatMap(S3FaultsTest::everyError)
                // An upload that was begun and whose id nobody learned is for the bucket's lifecycle rule.
                .filter(call -> !(call.get()[0].equals("CreateMultipartUpload") && call.get()[4].equals(true)));
    }

    @ParameterizedTest(name = "{0} {1} #{2} {3} after={4}")
    @MethodSource("anyCallOfAnUpload")
    void shouldLeaveNothingBehindWhenAnUploadFailsInTheMiddle(
            String operation, String file, int nth, Error error, boolean after) {
        chain.filmsOf(LARGE).s3Edge.add(new S3Edge.Fault(null, operation, file, Occurrences.nth(nth), after, error));

        Video video = chain.make();

        assertSaved(video);
        assertThat(chain.s3.openUploads()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FUNCTION_DIES")
    void shouldRecogniseItsOwnClaimWhenTheWriteWasAnsweredWithAnError(Error error) {
        Video video =
                chain.s3After("PutObject", CLAIM, Occurrences.nth(1), error).make();

        assertSaved(video);
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
    }

    @Test
    void shouldNotSendTwiceWhenItsOwnClaimCannotBeReadEither() {
        Video video = chain.s3After("PutObject", CLAIM, Occurrences.nth(1), Error.PRECONDITION_FAILED)
                .s3("GetObject", CLAIM, Occurrences.firstOnes(2), Error.UNAVAILABLE)
                .make();

        // The claim is its own, and it cannot know: a lost video, never a doubled one.
        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("SubmissionUncertain");
        assertThat(video.calls(CallKind.SUBMIT)).isZero();
    }

    @Test
    void shouldGoOnWithTheAnswerThatCouldNotBeStored() {
        Video video = chain.s3("PutObject", CLAIM, Occurrences.from(2), Error.UNAVAILABLE)
                .make();

        assertSaved(video);
        assertThat(video.claim().containsKey("requestId")).isFalse();
        assertThat(video.told().get("requestId")).isEqualTo("req-1");
    }

    @Test
    void shouldSubmitNothingWhileTheClaimCannotBeWritten() {
        Video video = chain.s3("PutObject", CLAIM, Occurrences.always(), Error.UNAVAILABLE)
                .make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("AwsUnavailable");
        assertThat(video.cause()).contains("503").doesNotContain("http");
        assertThat(video.calls(CallKind.SUBMIT)).isZero();
        assertThat(video.claim()).isEqualTo(Map.of());
    }

    @Test
    void shouldKeepTheClaimWhenItCannotBeRemovedAfterARefusal() {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.always(), Faults.missing("image_url"))
                .s3("DeleteObject", CLAIM, Occurrences.always(), Error.UNAVAILABLE)
                .make();

        assertThat(video.error()).isEqualTo("RequestRefused");
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.claim().get("id")).isEqualTo("video-1");
    }

    @Test
    void shouldNotSubmitAgainWhenTheClaimOfAnUntakenRequestCannotBeRemoved() {
        Video video = chain.fal(CallKind.SUBMIT, Occurrences.nth(1), Faults.tooManyRequests())
                .s3("DeleteObject", CLAIM, Occurrences.always(), Error.UNAVAILABLE)
                .make();

        assertThat(video.error()).isEqualTo("SubmissionUncertain");
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.accepted()).isZero();
    }

    @Test
    void shouldSaveTheVideoWhenStatusJsonCannotBeWrittenDuringTheWholeRun() {
        chain.s3("PutObject", STATUS, Occurrences.always(), Error.UNAVAILABLE);
        chain.start("video-1", Chain.request("video-1"));

        Video video = chain.rest("video-1");

        assertSaved(video);
        assertThat(video.told()).isEqualTo(Map.of());
        assertThat(video.film().orElseThrow().content()).hasSize(2_000);
    }

    @Test
    void shouldEndAsItDidWhenStatusJsonCannotBeWrittenAtTheEndEither() {
        chain.fal(CallKind.SUBMIT, Occurrences.always(), Faults.lockedAccount())
                .s3("PutObject", STATUS, Occurrences.always(), Error.UNAVAILABLE);
        chain.start("video-1", Chain.request("video-1"));

        Video video = chain.rest("video-1");

        assertThat(video.error()).isEqualTo("RequestRefused");
        assertThat(video.cause()).contains("Exhausted balance");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "SLOW_DOWN", "NO_ANSWER"})
    void shouldTellWhereTheFilmIsWhenItCanNeverBeStored(Error error) {
        Video video = chain.s3("PutObject", FILM, Occurrences.always(), error).make();

        assertNotStored(video);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "SLOW_DOWN", "NO_ANSWER"})
    void shouldLeaveNoPartsWhenALargeFilmCanNeverBeStored(Error error) {
        Video video = chain.filmsOf(LARGE)
                .s3("CompleteMultipartUpload", FILM, Occurrences.always(), error)
                .make();

        assertNotStored(video);
        assertThat(chain.s3.calls().get("AbortMultipartUpload")).isEqualTo(5);
    }

    @Test
    void shouldSaveTheVideoAllTheSameWhenABrokenUploadCannotBeAborted() {
        chain.filmsOf(LARGE)
                .s3("CompleteMultipartUpload", FILM, Occurrences.nth(1), Error.UNAVAILABLE)
                .s3("AbortMultipartUpload", FILM, Occurrences.always(), Error.UNAVAILABLE);
        chain.start("video-1", Chain.request("video-1"));

        Video video = chain.rest("video-1");

        assertSaved(video);
        // What S3 itself does not abort is for the bucket's lifecycle rule.
        assertThat(chain.s3.openUploads()).containsExactly("videos/video-1/video.mp4");
    }

    @Test
    void shouldLeaveNoPartsWhenTheFilmBreaksInTheMiddleOfAnUpload() {
        Video video = chain.filmsOf(LARGE)
                .fal(CallKind.MEDIA, Occurrences.nth(1), new Effect.Cut(17_000_000))
                .fal(CallKind.MEDIA, Occurrences.from(2), Faults.status(503, "Slow down"))
                .make();

        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.film()).isEmpty();
        assertThat(chain.s3.openUploads()).isEmpty();
        assertThat(chain.s3.calls().get("AbortMultipartUpload")).isOne();
    }

    private void assertSaved(Video video) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(video.accepted()).isOne();
        assertThat(video.calls(CallKind.SUBMIT)).isOne();
        assertThat(video.output().get("requestId")).isEqualTo("req-1");
    }

    private void assertNotStored(Video video) {
        assertThat(video.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(video.error()).isEqualTo("AwsUnavailable");
        assertThat(video.cause())
                .startsWith("Download failed. You can grab the video directly from: "
                        + "https://v3b.fal.media/files/videos/req-1/video.mp4")
                .contains("req-1");
        assertThat(video.film()).isEmpty();
        assertThat(chain.s3.openUploads()).isEmpty();
    }
}
