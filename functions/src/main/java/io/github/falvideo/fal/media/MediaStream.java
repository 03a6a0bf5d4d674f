package io.github.falvideo.fal.media;

import io.github.falvideo.fal.Cleaner;
import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.FalException;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.UnsafeUrlException;
import io.github.falvideo.fal.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The bytes of a media file, in order and each once, whatever happens to the connections below. When a read returns -1, everything that was
 * announced has arrived. Reads throw {@link FalException}s, no IOExceptions: {@link MediaBrokenException}, {@link MediaRefusedException},
 * {@link UnsafeUrlException}.
 *
 * <p>A connection that breaks is resumed from where it was, with {@code Range} and {@code If-Range} when the server gave a strong
 * validator. A server that sends the file from its start instead is read past what was already delivered, and must repeat it: length and
 * two checksums of it are compared, so that never two different files become one. Memory does not depend on the file's size, and reads go
 * straight into the caller's buffer: large ones are fast ones.
 */
public final class MediaStream extends InputStream {
    private static final int SCRATCH = 64 * 1024;

    private final MediaReader reader;
    private final GeneratedVideo video;
    private final String requestId;
    private final FalConfiguration configuration;
    private final InstantSource clock;
    private final Instant end;

    private final Checksums received = new Checksums();
    private final Mp4Boxes boxes = new Mp4Boxes();
    private byte[] head = {};
    private int headTaken;
    private HttpReply reply;
    private long position;
    private long length = -1;
    private String validator;
    private boolean delimitedByClose;
    private int resumes;
    private boolean ended;

    MediaStream(
            MediaReader reader,
            GeneratedVideo video,
            String requestId,
            FalConfiguration configuration,
            InstantSource clock) {
        this.reader = reader;
        this.video = video;
        this.requestId = requestId;
        this.configuration = configuration;
        this.clock = clock;
        this.end = clock.instant().plus(configuration.mediaTimeout());
    }

    /** The whole length in bytes, or -1 when nobody announced it. */
    public long length() {
        return length >= 0 ? length : announced();
    }

    /** How often a broken connection was resumed so far. */
    public int resumes() {
        return resumes;
    }

    void begin() {
        try {
            reply = reader.get(video.url(), headers(), timeLeft(), requestId);
        } catch (IOException e) {
            throw new FalUnavailableException("The media host did not answer (" + reason(e) + ").", requestId, e);
        }
        checkFirstStatus(reply.status());
        length = number(reply.header("content-length"));
        validator = strongValidator(reply.headers());
        delimitedByClose = length < 0 && reply.header("transfer-encoding") == null;

        byte[] first = new byte[Mp4Boxes.HEAD];
        int count = 0;
        for (int n = 0; n >= 0 && count < first.length; count += Math.max(n, 0)) {
            n = receive(first, count, first.length - count);
        }
        head = Arrays.copyOf(first, count);
        String problem = Mp4Boxes.problem(head);
        if (problem != null) {
            throw refused("is no film: " + problem);
        }
        checkSize(length());
        if (length >= 0 && announced() >= 0 && length != announced()) {
            throw refused("has " + length + " bytes, but fal announced " + announced());
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, buffer.length);
        if (count == 0) {
            return 0;
        }
        if (headTaken < head.length) {
            int taken = Math.min(count, head.length - headTaken);
            System.arraycopy(head, headTaken, buffer, offset, taken);
            headTaken += taken;
            return taken;
        }
        return receive(buffer, offset, count);
    }

    @Override
    public void close() {
        ended = true;
        closeReply();
    }

    private int receive(byte[] buffer, int offset, int count) {
        while (!ended) {
            IOException broken = null;
            try {
                // HttpURLConnection may yield bytes beyond the Content-Length; they are not part of the file.
                int wanted = length < 0 ? count : (int) Math.min(count, length - position);
                int n = wanted == 0 ? -1 : reply.body().read(buffer, offset, wanted);
                if (n > 0) {
                    accept(buffer, offset, n);
                    return n;
                }
                // It also reports a body that ends before its Content-Length like one that is whole.
                ended = n < 0 && isWhole();
            } catch (IOException e) {
                broken = e;
            }
            if (!ended) {
                resume(broken);
            }
        }
        closeReply();
        if (boxes.isCut()) {
            throw broken("is cut off: it ends within its last part, after " + position + " bytes", null);
        }
        return -1;
    }

    private void accept(byte[] buffer, int offset, int n) {
        received.update(buffer, offset, n);
        boxes.pass(buffer, offset, n);
        position += n;
        checkSize(position);
        if (length() >= 0 && position > length()) {
            throw refused("is longer than the announced " + length() + " bytes");
        }
    }

    private boolean isWhole() {
        if (length() >= 0) {
            return position == length();
        }
        return !delimitedByClose || boxes.isBetweenBoxes();
    }

    /** Connects again until bytes can be read from {@code position} on, or the file turns out to be whole. */
    private void resume(IOException cause) {
        String why = cause == null ? "it ended too early" : reason(cause);
        IOException last = cause;
        closeReply();
        while (resumes < configuration.mediaResumes()) {
            resumes++;
            try {
                reply = reader.get(video.url(), headers(), timeLeft(), requestId);
                if (continues()) {
                    return;
                }
                why = "HTTP " + reply.status() + " instead of the rest";
            } catch (IOException e) {
                last = e;
                why = reason(e);
            } catch (FalUnavailableException e) {
                why = e.getMessage();
            }
            closeReply();
        }
        throw broken(
                "broke off at byte " + position + (length() < 0 ? "" : " of " + length())
                        + " and could not be resumed (" + resumes + " attempts, the last: " + why + ")",
                last);
    }

    private boolean continues() throws IOException {
        return switch (reply.status()) {
            case 206 -> continuesAtPosition();
            case 200 -> {
                startOver();
                yield true;
            }
            case 416 -> {
                // With no length announced, this is how a server says that there was nothing more to come.
                ended = length() < 0 && position > 0 && ContentRange.of(reply).total() == position;
                yield ended;
            }
            default -> false;
        };
    }

    private boolean continuesAtPosition() {
        ContentRange range = ContentRange.of(reply);
        if (range.first() != position) {
            return false;
        }
        if (range.total() >= 0) {
            if (length() >= 0 && range.total() != length()) {
                throw changed();
            }
            length = range.total();
            checkSize(length);
        }
        return true;
    }

    /** The server sends the whole file again: reads past what was delivered, which must be the same bytes. */
    private void startOver() throws IOException {
        long whole = number(reply.header("content-length"));
        if (whole >= 0 && length() >= 0 && whole != length()) {
            throw changed();
        }
        Checksums repeated = new Checksums();
        byte[] scratch = new byte[SCRATCH];
        for (long left = position; left > 0; ) {
            int n = reply.body().read(scratch, 0, (int) Math.min(left, scratch.length));
            if (n < 0) {
                throw new IOException("it ended too early again");
            }
            repeated.update(scratch, 0, n);
            left -= n;
        }
        if (!repeated.equalTo(received)) {
            throw changed();
        }
        length = whole >= 0 ? whole : length;
        checkSize(length);
    }

    private Map<String, String> headers() {
        Map<String, String> headers =
                new HashMap<>(Map.of("Accept-Encoding", "identity", "User-Agent", "fal-video-workflow"));
        if (position > 0 && validator != null) {
            headers.put("Range", "bytes=" + position + "-");
            headers.put("If-Range", validator);
        }
        return headers;
    }

    /** RFC 9110: only strong validators may join two parts; a date is one when it lies at least a second before the reply's. */
    private static String strongValidator(Map<String, String> headers) {
        String etag = headers.get("etag");
        if (etag != null) {
            return etag.startsWith("\"") ? etag : null;
        }
        Instant modified = HttpDates.instant(headers.get("last-modified"));
        Instant date = HttpDates.instant(headers.get("date"));
        return modified != null && date != null && !modified.plusSeconds(1).isAfter(date)
                ? headers.get("last-modified")
                : null;
    }

    private void checkFirstStatus(int status) {
        if (status == 408 || status == 429 || status >= 500) {
            throw new FalUnavailableException(
                    "The media host is not to be had just now (HTTP " + status + ").", requestId, null);
        }
        if (status == 404 || status == 410) {
            throw refused("is not there (HTTP " + status + ")");
        }
        if (status != 200) {
            throw refused("is not given out (HTTP " + status + ")");
        }
    }

    private void checkSize(long bytes) {
        if (bytes > configuration.maxMediaBytes()) {
            throw refused("is larger than the limit of " + configuration.maxMediaBytes() + " bytes");
        }
    }

    private Duration timeLeft() {
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative() || left.isZero()) {
            throw broken("took longer than " + configuration.mediaTimeout(), null);
        }
        return left;
    }

    private long announced() {
        return video.fileSize() == null || video.fileSize() <= 0 ? -1 : video.fileSize();
    }

    private void closeReply() {
        if (reply != null) {
            reply.close();
        }
    }

    private MediaRefusedException refused(String what) {
        return new MediaRefusedException("The media at fal " + what + ".", requestId, null);
    }

    private MediaBrokenException broken(String what, Throwable cause) {
        return new MediaBrokenException("The media at fal " + what + ".", requestId, cause);
    }

    private MediaBrokenException changed() {
        return broken("changed while it was read", null);
    }

    private static String reason(IOException e) {
        return new Cleaner("").reason(e);
    }

    private static long number(String header) {
        return header != null && header.matches("\\d{1,18}") ? Long.parseLong(header) : -1;
    }
}
