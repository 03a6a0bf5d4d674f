package io.github.falvideo.local.fal.model;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Picture files. JPEG, PNG, GIF and WebP are decoded; AVIF is known, and shown as a plain card. */
final class Pictures {
    private static final long MOST_PIXELS = 100_000_000;
    private static final int CARD_WIDTH = 640;
    private static final int CARD_HEIGHT = 480;

    private Pictures() {}

    static BufferedImage decode(byte[] file, String url) throws InputException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (readers.hasNext()) {
                return read(readers.next(), in, url);
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(url); // ImageIO's readers throw either on a broken file.
        }
        if (isAvif(file)) {
            return card();
        }
        throw unreadable(url);
    }

    private static BufferedImage read(ImageReader reader, ImageInputStream in, String url)
            throws IOException, InputException {
        try {
            reader.setInput(in);
            if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                throw new InputException(
                        "image_too_large",
                        "image_url",
                        "The image has too many pixels",
                        Map.of("max_pixels", MOST_PIXELS),
                        url);
            }
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static boolean isAvif(byte[] file) {
        return file.length > 12 && new String(file, 4, 8, StandardCharsets.ISO_8859_1).matches("ftyp(avif|avis|mif1)");
    }

    private static BufferedImage card() {
        BufferedImage card = new BufferedImage(CARD_WIDTH, CARD_HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = card.createGraphics();
        graphics.setColor(new Color(70, 90, 120));
        graphics.fillRect(0, 0, CARD_WIDTH, CARD_HEIGHT);
        graphics.dispose();
        return card;
    }

    private static InputException unreadable(String url) {
        return new InputException(
                "image_load_error",
                "image_url",
                "Failed to load the image. Please ensure the image file is not corrupted and is in a supported format.",
                Map.of(),
                url);
    }
}
