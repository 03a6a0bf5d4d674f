package io.github.falvideo.fal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the client of fal's queue is told.
 *
 * @param queue the queue's base, https; the key goes to this host only
 * @param allowLoopback also plain http to, and media on, this machine's own addresses: for the stand-in and tests, never on AWS
 * @param callTimeout the limit of one whole queue call; one whose body falls silent at the very end can take twice as long
 * @param mediaHosts hosts that media may be read from: exact names, or {@code *.suffix} for every name below it
 * @param maxMediaBytes the largest media file that is read
 * @param mediaStall the longest silence of a media server before the connection counts as broken
 * @param mediaTimeout the limit of reading one media file, with all its resumes
 * @param mediaResumes how often a broken media connection is resumed
 */
public record FalConfiguration(
        URI queue,
        boolean allowLoopback,
        Duration callTimeout,
        List<String> mediaHosts,
        long maxMediaBytes,
        Duration mediaStall,
        Duration mediaTimeout,
        int mediaResumes) {
    public static final URI QUEUE = URI.create("https://queue.fal.run");
    public static final List<String> MEDIA_HOSTS = List.of("fal.media", "*.fal.media");

    public FalConfiguration {
        if (queue == null || queue.getHost() == null || queue.getUserInfo() != null || queue.getQuery() != null) {
            throw new IllegalArgumentException("queue must be a URL with a host, such as " + QUEUE);
        }
        if (!"https".equalsIgnoreCase(queue.getScheme()) && !(allowLoopback && isPlainLoopback(queue))) {
            throw new IllegalArgumentException("queue must be https (plain http only to this machine, when allowed)");
        }
        if (!isPositive(callTimeout) || !isPositive(mediaStall) || !isPositive(mediaTimeout)) {
            throw new IllegalArgumentException("callTimeout, mediaStall and mediaTimeout must be positive");
        }
        if (maxMediaBytes <= 0 || mediaResumes < 0) {
            throw new IllegalArgumentException("maxMediaBytes must be positive, mediaResumes not negative");
        }
        mediaHosts =
                mediaHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        for (String host : mediaHosts) {
            if (!host.matches("(\\*\\.)?[a-z0-9.:\\[\\]-]+")) {
                throw new IllegalArgumentException("not a media host: " + host);
            }
        }
    }

    /** fal itself, with the limits that suit a Lambda function. */
    public static FalConfiguration defaults() {
        return of(QUEUE, false, MEDIA_HOSTS);
    }

    /** Another queue and other media hosts, with the default limits. */
    public static FalConfiguration of(URI queue, boolean allowLoopback, List<String> mediaHosts) {
        return new FalConfiguration(
                queue,
                allowLoopback,
                Duration.ofSeconds(20),
                mediaHosts,
                5L << 30,
                Duration.ofSeconds(30),
                Duration.ofMinutes(14),
                8);
    }

    private static boolean isPlainLoopback(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && Loopback.isLiteral(uri.getHost());
    }

    private static boolean isPositive(Duration duration) {
        return duration != null && !duration.isNegative() && !duration.isZero();
    }
}
