package io.github.falvideo.local.fal.model;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jcodec.api.awt.AWTSequenceEncoder;

/**
 * A short H.264 film, without sound, that shows the given picture, says that it is a placeholder, and has a bar that moves.
 * Picture and voice are really fetched.
 */
public final class PlaceholderVideo implements Renderer {
    private static final int FRAMES_PER_SECOND = 10;
    private static final int FRAMES = 25;
    private static final int WIDEST = 2;
    private static final double STRIP = 0.12;
    private static final double BAR = 0.02;
    /** A picture of the words, because a server's JDK often has no fonts. */
    private static final String CAPTION = "placeholder.png";

    private static final int KEPT = 8;

    private final Inputs inputs;
    /** The latest films: the same picture in the same size gives the same film. */
    private final Map<String, Content> films = new LinkedHashMap<>();

    /** With inputs from where their URLs say, but for the samples of example.com, which are built in. */
    public PlaceholderVideo() {
        this(new ExampleInputs(new HttpInputs()));
    }

    PlaceholderVideo(Inputs inputs) {
        this.inputs = inputs;
    }

    @Override
    public Content render(String requestId, String model, Map<String, Object> input) throws InputException {
        String imageUrl = (String) input.get("image_url");
        byte[] picture = fetch("image_url", imageUrl);
        if (input.get("audio_url") instanceof String audioUrl && fetch("audio_url", audioUrl).length == 0) {
            throw new InputException(
                    "unsupported_audio_format", "audio_url", "The audio file is empty", Map.of(), audioUrl);
        }
        int height = "720p".equals(input.get("resolution")) ? 720 : 480;
        return film(picture, imageUrl, height);
    }

    private synchronized Content film(byte[] picture, String imageUrl, int height) throws InputException {
        String name = height + " " + Content.of(picture).sha256();
        Content known = films.get(name);
        if (known != null) {
            return known;
        }
        try {
            Content film = Content.of(encode(still(Pictures.decode(picture, imageUrl), height)));
            films.put(name, film);
            if (films.size() > KEPT) {
                films.remove(films.keySet().iterator().next());
            }
            return film;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] fetch(String field, String url) throws InputException {
        try {
            return inputs.fetch(url);
        } catch (IOException e) {
            throw new InputException(
                    "file_download_error",
                    field,
                    "Failed to download the file (" + e.getMessage() + "). Please check if the URL is accessible.",
                    Map.of(),
                    url);
        }
    }

    /** The picture in the film's size, with the words in a dark strip at its foot. */
    private static BufferedImage still(BufferedImage picture, int height) throws IOException {
        double scale = (double) height / picture.getHeight();
        int width = Math.max(height / WIDEST, Math.min(height * WIDEST, (int) Math.round(picture.getWidth() * scale)));
        width -= width % 2;
        BufferedImage still = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = still.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        double fit = Math.min((double) width / picture.getWidth(), scale);
        int fitWidth = (int) Math.ceil(picture.getWidth() * fit);
        int fitHeight = (int) Math.ceil(picture.getHeight() * fit);
        graphics.drawImage(picture, (width - fitWidth) / 2, (height - fitHeight) / 2, fitWidth, fitHeight, null);

        int strip = (int) (height * STRIP);
        graphics.setColor(Color.BLACK);
        graphics.fillRect(0, height - strip, width, strip);
        BufferedImage words = caption();
        int lineHeight = (int) (strip * 0.7);
        int lineWidth = Math.min(width, words.getWidth() * lineHeight / words.getHeight());
        lineHeight = lineWidth * words.getHeight() / words.getWidth();
        graphics.drawImage(
                words, (width - lineWidth) / 2, height - strip + (strip - lineHeight) / 3, lineWidth, lineHeight, null);
        graphics.dispose();
        return still;
    }

    private static BufferedImage caption() throws IOException {
        try (InputStream in = PlaceholderVideo.class.getResourceAsStream(CAPTION)) {
            return ImageIO.read(in);
        }
    }

    private static byte[] encode(BufferedImage still) throws IOException {
        Path file = Files.createTempFile("placeholder", ".mp4");
        try {
            AWTSequenceEncoder encoder = AWTSequenceEncoder.createSequenceEncoder(file.toFile(), FRAMES_PER_SECOND);
            Graphics2D graphics = still.createGraphics();
            graphics.setColor(Color.ORANGE);
            int bar = (int) (still.getHeight() * BAR);
            for (int frame = 1; frame <= FRAMES; frame++) {
                graphics.fillRect(0, still.getHeight() - bar, still.getWidth() * frame / FRAMES, bar);
                encoder.encodeImage(still);
            }
            graphics.dispose();
            encoder.finish();
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
