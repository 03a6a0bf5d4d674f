package io.github.falvideo.video;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which URLs a request may name for its picture and its voice. Messages never repeat the URL. */
record InputUrlRules(String ownBucket, boolean allowLoopback) {
    private static final int MAX_URL_LENGTH = 8_192;
    private static final int MAX_DATA_LENGTH = 10_240;
    private static final int MAX_KEY_BYTES = 1_024;
    private static final Pattern S3 = Pattern.compile("s3://([^/]*)/(.+)", Pattern.DOTALL);
    private static final Pattern DATA =
            Pattern.compile("data:([\\w.+-]+/[\\w.+-]+)((?:;[\\w.+-]+=[\\w.+-]+)*)(;base64)?,(.+)", Pattern.DOTALL);
    private static final Pattern SUFFIX = Pattern.compile("\\.([0-9]{0,3}[A-Za-z][A-Za-z0-9]{0,9})$");

    /** What is wrong with this URL as a file of this kind; empty when nothing is. */
    Optional<String> problem(String url, MediaKind kind) {
        if (startsWith(url, "data:")) {
            return dataProblem(url, kind);
        }
        if (startsWith(url, "s3://")) {
            return s3Problem(url, kind);
        }
        return webProblem(url, kind);
    }

    private Optional<String> s3Problem(String url, MediaKind kind) {
        Matcher parts = S3.matcher(url);
        if (!parts.matches() || parts.group(2).getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            return Optional.of("must name a bucket and a key: s3://" + bucketName() + "/KEY");
        }
        if (!parts.group(1).equals(ownBucket)) {
            return Optional.of(
                    ownBucket == null
                            ? "must be an https:// URL; there is no bucket of its own here for s3://"
                            : "must be an object of this application's own bucket, s3://" + ownBucket
                                    + "/KEY, or an https:// URL");
        }
        return suffixProblem(parts.group(2), kind);
    }

    private Optional<String> webProblem(String url, MediaKind kind) {
        URI uri = parsed(url);
        if (uri == null || uri.getHost() == null || !(isHttps(uri) || allowLoopback && isLoopback(uri))) {
            return Optional.of("must be an https:// URL or s3://" + bucketName() + "/KEY");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("must not carry a user name or a password");
        }
        if (url.length() > MAX_URL_LENGTH) {
            return Optional.of("must be at most " + MAX_URL_LENGTH + " characters long, not " + url.length());
        }
        return suffixProblem(uri.getPath() == null ? "" : uri.getPath(), kind);
    }

    private static Optional<String> dataProblem(String url, MediaKind kind) {
        if (url.length() > MAX_DATA_LENGTH) {
            return Optional.of("must be at most " + MAX_DATA_LENGTH + " characters long as a data: URI, not "
                    + url.length() + "; upload the file and give its URL instead");
        }
        Matcher parts = DATA.matcher("data:" + url.substring("data:".length()));
        if (!parts.matches() || !kind.hasMediaType(parts.group(1))) {
            return Optional.of("must be a data: URI of " + kind.description());
        }
        if (parts.group(3) != null && !isBase64(parts.group(4))) {
            return Optional.of("must hold valid base64");
        }
        return Optional.empty();
    }

    private static Optional<String> suffixProblem(String path, MediaKind kind) {
        Matcher suffix = SUFFIX.matcher(path.substring(path.lastIndexOf('/') + 1));
        boolean wrong = suffix.find() && !kind.hasSuffix(suffix.group(1));
        return wrong ? Optional.of("must be " + kind.description() + ", not ." + suffix.group(1)) : Optional.empty();
    }

    private String bucketName() {
        return ownBucket == null ? "BUCKET" : ownBucket;
    }

    private static URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null; // the caller says what a URL must be
        }
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isLoopback(URI uri) {
        String host = uri.getHost();
        return "http".equalsIgnoreCase(uri.getScheme())
                && (host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]"));
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean startsWith(String url, String scheme) {
        return url.regionMatches(true, 0, scheme, 0, scheme.length());
    }
}
