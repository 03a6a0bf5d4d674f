package io.github.falvideo.local.fal.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;

/** The built-in picture and voice for URLs of example.com, which belongs to nobody: so that sample requests make videos. */
final class ExampleInputs implements Inputs {
    private final Inputs others;

    ExampleInputs(Inputs others) {
        this.others = others;
    }

    @Override
    public byte[] fetch(String url) throws IOException {
        if (!url.startsWith("https://example.com/")) {
            return others.fetch(url);
        }
        String path = URI.create(url).getPath().toLowerCase(Locale.ROOT);
        String sample = path.matches(".*\\.(mp3|ogg|wav|m4a|aac)") ? "voice.mp3" : "portrait.png";
        try (InputStream in = ExampleInputs.class.getResourceAsStream("/sample/" + sample)) {
            return in.readAllBytes();
        }
    }
}
