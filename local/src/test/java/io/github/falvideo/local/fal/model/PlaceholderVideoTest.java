package io.github.falvideo.local.fal.model;

import static io.github.falvideo.local.fal.model.TestPictures.LEFT;
import static io.github.falvideo.local.fal.model.TestPictures.RIGHT;
import static io.github.falvideo.local.fal.model.TestPictures.frame;
import static io.github.falvideo.local.fal.model.TestPictures.twoColours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderVideoTest {
    private static final Map<String, Object> INPUT = Map.of(
            "image_url", "https://example.org/a.png",
            "audio_url", "https://example.org/a.mp3",
            "resolution", "480p");
    private static final int LAST_FRAME = 24;

    @ParameterizedTest
    @CsvSource({
        "png, 400, 300, 480p, 640, 480",
        "jpg, 300, 400, 480p, 360, 480",
        "gif, 500, 500, 720p, 720, 720",
        "png, 33, 10, 480p, 960, 480",
        "png, 1920, 1080, 480p, 852, 480",
    })
    void shouldShowThePictureInTheAskedHeight(
            String format, int width, int height, String resolution, int filmWidth, int filmHeight) throws Exception {
        byte[] film = render(twoColours(width, height, format), resolution);

        assertThat(new String(film, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        BufferedImage frame = frame(film, 0);
        assertThat(frame.getWidth()).isEqualTo(filmWidth);
        assertThat(frame.getHeight()).isEqualTo(filmHeight);
        assertLike(frame.getRGB(filmWidth / 4, filmHeight / 2), LEFT);
        assertLike(frame.getRGB(filmWidth * 3 / 4, filmHeight / 2), RIGHT);
    }

    @Test
    void shouldSayThatItIsAPlaceholderAndMoveABar() throws Exception {
        byte[] film = render(twoColours(400, 300, "png"), "480p");

        BufferedImage first = frame(film, 0);
        BufferedImage last = frame(film, LAST_FRAME);

        assertThat(whitePixelsInTheStrip(first)).isGreaterThan(500);
        assertLike(first.getRGB(600, 475), Color.BLACK);
        assertLike(last.getRGB(600, 475), Color.ORANGE);
    }

    private static long whitePixelsInTheStrip(BufferedImage frame) {
        long white = 0;
        for (int y = frame.getHeight() * 9 / 10; y < frame.getHeight(); y++) {
            for (int x = 0; x < frame.getWidth(); x++) {
                Color colour = new Color(frame.getRGB(x, y));
                white += colour.getRed() > 200 && colour.getGreen() > 200 && colour.getBlue() > 200 ? 1 : 0;
            }
        }
        return white;
    }

    @Test
    void shouldDecodeWebp() throws Exception {
        BufferedImage frame = frame(render(resource("blue.webp"), "480p"), 3);

        assertLike(frame.getRGB(320, 200), new Color(0x20, 0x60, 0xC0));
    }

    @Test
    void shouldShowACardForAvifWhichItCannotDecode() throws Exception {
        byte[] avif = resource("blue.avif");

        assertThat(frame(render(avif, "480p"), 0).getWidth()).isEqualTo(640);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "This is no picture at all.",
                "<html></html>",
                "\u0089PNG\r\n\u001a\nbroken",
                "RIFF1234WEBPVP8 "
            })
    void shouldRefuseAFileThatIsNoPicture(String file) {
        assertThatThrownBy(() -> render(file.getBytes(StandardCharsets.ISO_8859_1), "480p"))
                .isInstanceOfSatisfying(InputException.class, e -> {
                    assertThat(e.error().type()).isEqualTo("image_load_error");
                    assertThat(e.error().loc()).containsExactly("body", "image_url");
                });
    }

    @Test
    void shouldSayWhichFileCannotBeFetched() {
        PlaceholderVideo renderer = new PlaceholderVideo(url -> {
            if (url.endsWith("mp3")) {
                throw new FileNotFoundException("HTTP 403");
            }
            return twoColours(40, 30, "png");
        });

        assertThatThrownBy(() -> renderer.render("id", "veed/fabric-1.0", INPUT))
                .isInstanceOfSatisfying(InputException.class, e -> {
                    assertThat(e.error().type()).isEqualTo("file_download_error");
                    assertThat(e.error().loc()).containsExactly("body", "audio_url");
                    assertThat(e.error().msg()).contains("HTTP 403");
                });
    }

    @Test
    void shouldMakeAVideoOfATextToo() throws Exception {
        PlaceholderVideo renderer = new PlaceholderVideo(url -> twoColours(40, 30, "png"));

        Content film = renderer.render(
                "id",
                "veed/fabric-1.0/text",
                Map.of("image_url", "https://x/a.png", "text", "Hello", "resolution", "480p"));

        assertLike(frame(film.bytes(), 0).getRGB(160, 200), LEFT);
    }

    private static byte[] render(byte[] picture, String resolution) throws InputException {
        Map<String, Object> input =
                Map.of("image_url", "https://x/picture", "audio_url", "https://x/voice.mp3", "resolution", resolution);
        return new PlaceholderVideo(url -> url.endsWith("mp3") ? new byte[] {1} : picture)
                .render("id", "veed/fabric-1.0", input)
                .bytes();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PlaceholderVideoTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static void assertLike(int rgb, Color expected) {
        Color colour = new Color(rgb);
        assertThat(colour.getRed()).isCloseTo(expected.getRed(), within(30));
        assertThat(colour.getGreen()).isCloseTo(expected.getGreen(), within(30));
        assertThat(colour.getBlue()).isCloseTo(expected.getBlue(), within(30));
    }
}
