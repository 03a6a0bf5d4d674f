package io.github.falvideo.local.fal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.jcodec.api.JCodecException;
import org.jcodec.api.awt.AWTFrameGrab;
import org.jcodec.common.io.ByteBufferSeekableByteChannel;

/** Pictures that are easy to recognise in a film, and the frames of a film. */
public final class TestPictures {
    static final Color LEFT = new Color(200, 40, 40);
    static final Color RIGHT = new Color(40, 60, 200);

    private TestPictures() {}

    /** A file whose left half is {@link #LEFT} and whose right half is {@link #RIGHT}. */
    public static byte[] twoColours(int width, int height, String format) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(LEFT);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(RIGHT);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    public static BufferedImage frame(byte[] film, int number) throws IOException, JCodecException {
        return AWTFrameGrab.getFrame(ByteBufferSeekableByteChannel.readFromByteBuffer(ByteBuffer.wrap(film)), number);
    }
}
