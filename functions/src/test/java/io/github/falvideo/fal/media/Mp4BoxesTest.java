package io.github.falvideo.fal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class Mp4BoxesTest {
    private static final byte[] FILM = Mp4.ofLength(500, 1);

    @Property
    void onlyTheWholeFileEndsBetweenBoxesHoweverItIsCutUp(
            @ForAll @IntRange(min = 1, max = 500) int piece, @ForAll @IntRange(min = 1, max = 499) int length) {
        assertThat(isBetweenBoxes(FILM, FILM.length, piece)).isTrue();
        assertThat(isBetweenBoxes(FILM, length, piece)).isEqualTo(length == 24);
    }

    @Example
    void shouldFollow64BitSizes() {
        byte[] film = ByteBuffer.allocate(30)
                .putInt(1)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .putLong(30)
                .array();

        assertThat(isBetweenBoxes(film, 30, 7)).isTrue();
        assertThat(isBetweenBoxes(film, 29, 7)).isFalse();
        assertThat(isBetweenBoxes(film, 16, 7)).isFalse();
    }

    @Example
    void shouldLetALastBoxOfOpenLengthEndAnywhere() {
        byte[] film = ByteBuffer.allocate(30)
                .putInt(0)
                .put("mdat".getBytes(StandardCharsets.US_ASCII))
                .array();

        assertThat(isBetweenBoxes(film, 30, 7)).isTrue();
        assertThat(isBetweenBoxes(film, 20, 7)).isTrue();
    }

    @Example
    void shouldSayWhatIsWrongWithABeginning() {
        assertThat(Mp4Boxes.problem(Arrays.copyOf(FILM, 12))).isNull();
        assertThat(Mp4Boxes.problem(new byte[0])).isEqualTo("it is empty (0 bytes)");
        assertThat(Mp4Boxes.problem(Arrays.copyOf(FILM, 7))).isEqualTo("it does not begin like an MP4");
        assertThat(Mp4Boxes.problem("\n<!DOCTYPE h".getBytes())).isEqualTo("it is an HTML page");
        assertThat(Mp4Boxes.problem("<html><head>".getBytes())).isEqualTo("it is an HTML page");
        assertThat(Mp4Boxes.problem("{\"detail\": \"".getBytes())).isEqualTo("it does not begin like an MP4");
    }

    @Example
    void shouldCallAFileCutThatEndsWithinABoxAndTellNothingBehindAnUnknownOne() {
        assertThat(passed(FILM, 500, 9).isCut()).isFalse();
        assertThat(passed(FILM, 499, 9).isCut()).isTrue();
        assertThat(passed(FILM, 24, 9).isCut()).isFalse();
        byte[] unknown = FILM.clone();
        unknown[28] = 'x';
        assertThat(passed(unknown, 400, 9).isCut()).isFalse();
        assertThat(passed(Arrays.copyOf(FILM, 503), 503, 9).isCut()).isFalse();
    }

    private static boolean isBetweenBoxes(byte[] film, int length, int piece) {
        return passed(film, length, piece).isBetweenBoxes();
    }

    private static Mp4Boxes passed(byte[] film, int length, int piece) {
        Mp4Boxes boxes = new Mp4Boxes();
        for (int at = 0; at < length; at += piece) {
            boxes.pass(film, at, Math.min(piece, length - at));
        }
        return boxes;
    }
}
