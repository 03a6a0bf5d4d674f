package io.github.falvideo.local.fal.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Fetches input files as fal does: a plain GET without headers, so that a presigned URL is really used. */
final class HttpInputs implements Inputs {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 100 * 1024 * 1024;

    @Override
    public byte[] fetch(String url) throws IOException {
        try {
            return url.startsWith("data:") ? inline(url) : download(URI.create(url));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a URL that can be fetched", e);
        }
    }

    private static byte[] inline(String url) throws IOException {
        int comma = url.indexOf(',');
        if (comma < 0) {
            throw new IOException("a data URI needs a comma");
        }
        String data = url.substring(comma + 1);
        return url.substring(0, comma).endsWith(";base64")
                ? Base64.getMimeDecoder().decode(data)
                : URLDecoder.decode(data, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] download(URI uri) throws IOException {
        URLConnection any = uri.toURL().openConnection();
        if (!(any instanceof HttpURLConnection connection)) {
            throw new IOException("neither http nor https");
        }
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) SILENCE.toMillis());
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("HTTP " + status);
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IOException("larger than " + LARGEST + " bytes");
                }
                return bytes;
            }
        } finally {
            connection.disconnect();
        }
    }
}
