package io.github.falvideo.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.jcodec.api.FrameGrab;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Looks at a video that somebody has made: the system property {@code made.video} names the file. */
@EnabledIfSystemProperty(named = "made.video", matches = ".+")
class MadeVideoTest {
    @Test
    void shouldDecodeAFrame() throws Exception {
        Picture frame = FrameGrab.getFrameFromFile(new File(System.getProperty("made.video")), 10);

        assertThat(frame.getCroppedHeight()).isEqualTo(480);
        assertThat(frame.getCroppedWidth()).isEqualTo(360);
    }
}
