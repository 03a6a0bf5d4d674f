package io.github.falvideo.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoRequestTest {
    private static final String BUCKET = "my-videos";

    @Test
    void shouldFillInEveryDefault() {
        VideoRequest request = parse(Map.of("input", speech()));

        assertThat(request.model()).isEqualTo("veed/fabric-1.0");
        assertThat(request.input())
                .containsExactly(
                        Map.entry("image_url", "https://example.com/a.png"),
                        Map.entry("audio_url", "https://example.com/a.mp3"),
                        Map.entry("resolution", "480p"));
        assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(300));
        assertThat(request.cancelOnTimeout()).isFalse();
    }

    @Test
    void shouldTakeTheTextEndpointForATextWithoutAModel() {
        Map<String, Object> input = Map.of("image_url", "https://example.com/a.png", "text", "Hello");

        assertThat(parse(Map.of("input", input)).model()).isEqualTo("veed/fabric-1.0/text");
    }

    @Test
    void shouldKeepEverythingThatIsGiven() {
        VideoRequest request = parse(Map.of(
                "model",
                "veed/fabric-1.0/text/fast",
                "input",
                Map.of(
                        "image_url",
                        "s3://my-videos/uploads/a b/ü.png",
                        "text",
                        " Hello ",
                        "voice_description",
                        "warm",
                        "resolution",
                        "720p"),
                "timeoutSeconds",
                3600,
                "cancelOnTimeout",
                true));

        assertThat(request)
                .isEqualTo(new VideoRequest(
                        "veed/fabric-1.0/text/fast",
                        Map.of(
                                "image_url",
                                "s3://my-videos/uploads/a b/ü.png",
                                "text",
                                " Hello ",
                                "resolution",
                                "720p",
                                "voice_description",
                                "warm"),
                        Duration.ofHours(1),
                        true));
    }

    @Test
    void shouldTellEveryProblemAtOnceEachWithItsField() {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("image_url", "http://example.com/a.png");
        input.put("audio_url", 7);
        input.put("resolution", "1080p");
        input.put("seed", 1);
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("model", "veed/other");
        request.put("input", input);
        request.put("timeoutSeconds", 30);
        request.put("cancelOnTimeout", "yes");
        request.put("webhook", "x");

        assertThat(problems(request))
                .containsExactly(
                        new Problem(
                                "model",
                                "must be veed/fabric-1.0 or one of its variants such as veed/fabric-1.0/fast or"
                                        + " veed/fabric-1.0/text, not \"veed/other\""),
                        new Problem("input.image_url", "must be an https:// URL or s3://my-videos/KEY"),
                        new Problem("input.audio_url", "must be a string, not a number"),
                        new Problem("input.resolution", "must be 480p or 720p, not \"1080p\""),
                        new Problem(
                                "input.seed",
                                "is not a field of the input; those are image_url, audio_url, resolution"),
                        new Problem("timeoutSeconds", "must be a whole number from 60 to 3600, not 30"),
                        new Problem("cancelOnTimeout", "must be true or false, not \"yes\""),
                        new Problem(
                                "webhook",
                                "is not a field of a request; those are model, input, timeoutSeconds and"
                                        + " cancelOnTimeout"));
    }

    @Test
    void shouldListTheProblemsForAPerson() {
        assertThatThrownBy(() -> parse(Map.of("input", with("resolution", "1080p"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("Nothing was submitted, because the request is not valid."
                        + " input.resolution: must be 480p or 720p, not \"1080p\"");
    }

    @Test
    void shouldRefuseWhatIsNoRequestAtAll() {
        assertThat(problems(null)).containsExactly(new Problem("request", "is missing"));
        assertThat(problems(List.of())).containsExactly(new Problem("request", "must be a JSON object, not a list"));
        assertThat(problems(Map.of())).containsExactly(new Problem("input", "is required"));
        assertThat(problems(Map.of("input", "x")))
                .containsExactly(new Problem("input", "must be a JSON object, not a string"));
    }

    @Test
    void shouldSayWhereAFieldBelongsThatIsGivenOutsideOfTheInput() {
        assertThat(problems(Map.of("image_url", "https://example.com/a.png")))
                .containsExactly(new Problem("input", "is required"), new Problem("image_url", "belongs inside input"));
    }

    @Test
    void shouldRequireWhatTheEndpointNeeds() {
        assertThat(problems(Map.of("input", Map.of())))
                .containsExactly(
                        new Problem("input.image_url", "is required"), new Problem("input.audio_url", "is required"));
        assertThat(problems(Map.of("model", "veed/fabric-1.0/text", "input", Map.of())))
                .containsExactly(
                        new Problem("input.image_url", "is required"), new Problem("input.text", "is required"));
    }

    @Test
    void shouldForbidWhatTheEndpointDoesNotKnow() {
        assertThat(problems(Map.of("model", "veed/fabric-1.0/fast", "input", with("text", "Hello"))))
                .containsExactly(new Problem("input.text", "is only for the text endpoints (veed/fabric-1.0/text)"));
        Map<String, Object> both = with("text", "Hello");
        assertThat(problems(Map.of("model", "veed/fabric-1.0/text", "input", both)))
                .containsExactly(new Problem(
                        "input.audio_url", "is not for the text endpoints: they speak the text themselves"));
        assertThat(problems(Map.of("input", with("voice_description", "warm"))))
                .extracting(Problem::field)
                .containsExactly("input.voice_description");
    }

    @Test
    void shouldTakeNullForAFieldThatIsNotThere() {
        Map<String, Object> input = with("text", null);
        input.put("resolution", null);
        Map<String, Object> request = new HashMap<>();
        request.put("input", input);
        request.put("model", null);
        request.put("timeoutSeconds", null);
        request.put("cancelOnTimeout", null);

        assertThat(parse(request)).isEqualTo(parse(Map.of("input", speech())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "veed/fabric-1.0",
                "veed/fabric-1.0/fast",
                "veed/fabric-1.0/text",
                "veed/fabric-1.0/text/fast",
                "veed/fabric-1.0-turbo",
                "veed/fabric-1.0.1"
            })
    void shouldAcceptEveryVariantOfTheModel(String model) {
        Object input =
                model.contains("text") ? Map.of("image_url", "https://example.com/a.png", "text", "Hello") : speech();

        assertThat(parse(Map.of("model", model, "input", input)).model()).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "veed/fabric-2.0",
                "veed/fabric-1x0",
                "veed/fabric-1.0/",
                "veed/fabric-1.0/../x",
                "veed/fabric-1.0//fast",
                "veed/fabric-1.0?x=1",
                "veed/fabric-1.0 ",
                "https://queue.fal.run/veed/fabric-1.0"
            })
    void shouldRefuseAnotherModel(String model) {
        assertThat(problems(Map.of("model", model, "input", speech())))
                .extracting(Problem::field)
                .containsExactly("model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/a.JPG",
                "https://example.com/a.jpeg?signature=x.txt",
                "https://example.com/a.webp#x",
                "https://example.com/images/17",
                "https://example.com",
                "https://example.com/v1.0/a",
                "https://example.com/v1.0",
                "HTTPS://example.com/a.avif",
                "s3://my-videos/a.gif",
                "s3://my-videos/uploads/no-suffix",
                "data:image/png;base64,iVBORw0KGgo=",
                "DATA:image/jpeg,x"
            })
    void shouldAcceptAPicture(String url) {
        assertThat(parse(Map.of("input", with("image_url", url))).input()).containsEntry("image_url", url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "https://example.com/a.mp3 | must be a picture (jpg, jpeg, png, webp, gif or avif), not .mp3",
                "https://example.com/notes.txt | must be a picture (jpg, jpeg, png, webp, gif or avif), not .txt",
                "s3://my-videos/a.mp4 | must be a picture (jpg, jpeg, png, webp, gif or avif), not .mp4",
                "s3://other/a.png | must be an object of this application's own bucket, s3://my-videos/KEY, or an https:// URL",
                "s3://my-videos/ | must name a bucket and a key: s3://my-videos/KEY",
                "s3://my-videos | must name a bucket and a key: s3://my-videos/KEY",
                "http://example.com/a.png | must be an https:// URL or s3://my-videos/KEY",
                "http://127.0.0.1/a.png | must be an https:// URL or s3://my-videos/KEY",
                "ftp://example.com/a.png | must be an https:// URL or s3://my-videos/KEY",
                "file:///etc/passwd | must be an https:// URL or s3://my-videos/KEY",
                "me.png | must be an https:// URL or s3://my-videos/KEY",
                "https:///a.png | must be an https:// URL or s3://my-videos/KEY",
                "https://example.com/a b.png | must be an https:// URL or s3://my-videos/KEY",
                "https://me:secret@example.com/a.png | must not carry a user name or a password",
                "data:audio/mpeg;base64,AAAA | must be a data: URI of a picture (jpg, jpeg, png, webp, gif or avif)",
                "data:;base64,AAAA | must be a data: URI of a picture (jpg, jpeg, png, webp, gif or avif)",
                "data:image/png;base64,?? | must hold valid base64",
                "\" \" | must not be empty"
            })
    void shouldRefuseWhatIsNoPicture(String url, String message) {
        assertThat(problems(Map.of("input", with("image_url", url))))
                .containsExactly(new Problem("input.image_url", message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "ogg", "wav", "m4a", "aac"})
    void shouldAcceptAVoice(String suffix) {
        String url = "https://example.com/a." + suffix;

        assertThat(parse(Map.of("input", with("audio_url", url))).input()).containsEntry("audio_url", url);
    }

    @Test
    void shouldRefuseALargeDataUri() {
        String data = "data:image/png;base64," + "A".repeat(10_240);

        assertThat(problems(Map.of("input", with("image_url", data))))
                .containsExactly(new Problem(
                        "input.image_url",
                        "must be at most 10240 characters long as a data: URI, not 10262; upload the file and give its"
                                + " URL instead"));
    }

    @Test
    void shouldAllowThisMachineOnlyWhenConfigured() {
        Map<String, Object> request = Map.of("input", with("image_url", "http://127.0.0.1:8080/a.png"));

        assertThat(VideoRequest.parse(request, BUCKET, true).input())
                .containsEntry("image_url", "http://127.0.0.1:8080/a.png");
        assertThatThrownBy(() -> VideoRequest.parse(
                        Map.of("input", with("image_url", "http://example.com/a.png")), BUCKET, true))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldRefuseEveryBucketWhereThereIsNone() {
        assertThatThrownBy(() -> VideoRequest.parse(Map.of("input", with("image_url", "s3://null/a.png")), null))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("there is no bucket of its own here");
    }

    @Test
    void shouldNameTheExcessOfATextAndNeverCutIt() {
        String face = "\uD83D\uDE00";
        assertThat(parseText(face.repeat(2000)).input()).containsEntry("text", face.repeat(2000));

        assertThatThrownBy(() -> parseText("x".repeat(2001)))
                .hasMessageEndingWith(
                        "input.text: must be at most 2000 characters long; it has 2001, which is 1 too many");
        assertThatThrownBy(() -> parseText(" \n")).hasMessageEndingWith("input.text: must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "3600", "300.0", "3.6E+3"})
    void shouldAcceptAWholeNumberOfSeconds(String seconds) {
        assertThat(parse(Map.of("input", speech(), "timeoutSeconds", new BigDecimal(seconds)))
                        .timeout())
                .isEqualTo(Duration.ofSeconds(new BigDecimal(seconds).longValueExact()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"59", "3601", "60.5", "-300", "1E+999999999", "1E-999999999"})
    void shouldRefuseAnotherTimeout(String seconds) {
        assertThat(problems(Map.of("input", speech(), "timeoutSeconds", new BigDecimal(seconds))))
                .extracting(Problem::field)
                .containsExactly("timeoutSeconds");
    }

    @Test
    void shouldRefuseATimeoutThatIsNoNumber() {
        for (Object timeout : Arrays.asList("300", true, Double.NaN, Double.POSITIVE_INFINITY, List.of(300))) {
            assertThat(problems(Map.of("input", speech(), "timeoutSeconds", timeout)))
                    .extracting(Problem::field)
                    .containsExactly("timeoutSeconds");
        }
    }

    @Test
    void shouldBoundWhatItSaysOfAHugeRequest() {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("input", speech()));
        for (int i = 0; i < 1000; i++) {
            request.put("field-" + i + "\n" + "x".repeat(500), i);
        }

        List<Problem> problems = problems(request);

        assertThat(problems).hasSize(21).last().isEqualTo(new Problem("request", "has 980 more problems"));
        assertThat(new InvalidRequestException(problems).getMessage())
                .hasSizeLessThan(4000)
                .doesNotContain("\n");
    }

    @Test
    void shouldNotRepeatUrlsAndTexts() {
        Map<String, Object> input = with("image_url", "http://example.com/private.png");
        input.put("text", "a secret");

        assertThat(new InvalidRequestException(problems(Map.of("input", input))).getMessage())
                .doesNotContain("private", "secret");
    }

    private static VideoRequest parse(Object json) {
        return VideoRequest.parse(json, BUCKET);
    }

    private static VideoRequest parseText(String text) {
        return parse(Map.of("input", Map.of("image_url", "https://example.com/a.png", "text", text)));
    }

    private static List<Problem> problems(Object json) {
        try {
            VideoRequest.parse(json, BUCKET);
        } catch (InvalidRequestException e) {
            return e.problems();
        }
        throw new AssertionError("accepted: " + json);
    }

    private static Map<String, Object> speech() {
        return with("resolution", "480p");
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("image_url", "https://example.com/a.png");
        input.put("audio_url", "https://example.com/a.mp3");
        input.put(field, value);
        return input;
    }
}
