package io.github.falvideo.uploads;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.falvideo.aws.UploadedFiles;
import io.github.falvideo.aws.UploadedFiles.UploadedFile;
import io.github.falvideo.aws.VideoStart;
import io.github.falvideo.uploads.UploadName.Role;
import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.MediaKind;
import io.github.falvideo.video.Problem;
import io.github.falvideo.video.UploadLimits;
import io.github.falvideo.video.VideoRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the videos that files under {@code uploads/} ask for. Whoever tells of a file may do so twice, late and in any
 * order: what counts is what lies there when it is looked at, and the video's id is made of exactly that.
 */
public final class Uploads {
    private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

    private final UploadedFiles files;
    private final VideoStart start;
    private final String bucket;
    private final boolean allowLoopback;

    /**
     * @param bucket the application's own
     * @param allowLoopback whether input URLs may also be plain http to this machine
     */
    public Uploads(UploadedFiles files, VideoStart start, String bucket, boolean allowLoopback) {
        this.files = files;
        this.start = start;
        this.bucket = bucket;
        this.allowLoopback = allowLoopback;
    }

    /**
     * @param id the video; null when this file starts none, or not yet
     * @param message what was done
     */
    public record Arrival(String id, String message) {}

    /**
     * A file has arrived under this key, or is said again to have. A video that cannot be started because of what the files
     * hold gets a status file that says so.
     *
     * @throws io.github.falvideo.aws.AwsUnavailableException tell it again
     */
    public Arrival arrived(String key) {
        Optional<UploadName> name = UploadName.of(key);
        if (name.isEmpty()) {
            return new Arrival(null, "This is not an upload.");
        }
        return switch (name.get().role()) {
            case OPTIONS -> new Arrival(null, "Options wait for their picture and voice.");
            case REQUEST, UNKNOWN -> alone(name.get(), key);
            case PICTURE, VOICE, TEXT -> pair(name.get());
        };
    }

    private Arrival alone(UploadName name, String key) {
        Optional<UploadedFile> file = files.beginningWith(key).stream()
                .filter(there -> there.key().equals(key))
                .findFirst();
        if (file.isEmpty()) {
            return new Arrival(null, "The file is there no more.");
        }
        return begin(name, file.stream().toList(), file.stream().toList(), () -> {
            if (name.role() == Role.UNKNOWN) {
                throw invalid(
                        file.get(),
                        "must be " + MediaKind.IMAGE.description() + ", " + MediaKind.AUDIO.description()
                                + ", a text (txt) or a request (json)");
            }
            return json(file.get());
        });
    }

    private Arrival pair(UploadName name) {
        List<UploadedFile> there = files.beginningWith(name.stem() + ".").stream()
                .filter(file -> UploadName.of(file.key())
                        .filter(other -> other.stem().equals(name.stem()))
                        .isPresent())
                .toList();
        List<UploadedFile> pictures = of(there, Role.PICTURE);
        List<UploadedFile> voices = new ArrayList<>(of(there, Role.VOICE));
        voices.addAll(of(there, Role.TEXT));
        if (pictures.isEmpty() || voices.isEmpty()) {
            return new Arrival(null, "The other half is not there yet.");
        }
        List<UploadedFile> pair = new ArrayList<>(pictures);
        pair.addAll(voices);
        List<UploadedFile> options = of(there, Role.OPTIONS);
        List<UploadedFile> all = new ArrayList<>(pair);
        all.addAll(options);
        return begin(
                name, pair, all, () -> new PairRequest(this::json, this::text, bucket).of(pictures, voices, options));
    }

    private static List<UploadedFile> of(List<UploadedFile> files, Role role) {
        return files.stream()
                .filter(file -> UploadName.of(file.key()).orElseThrow().role() == role)
                .sorted(Comparator.comparing(UploadedFile::key))
                .toList();
    }

    /** Makes a request of files. */
    private interface Content {
        /** @throws GoneException when a file is there no more in the version that was listed */
        Object request();
    }

    /**
     * @param versions the files that make the id of a video which can be started
     * @param considered all files that the request is made of: when they cannot be one, a later version of any of them may
     */
    private Arrival begin(
            UploadName name, List<UploadedFile> versions, List<UploadedFile> considered, Content content) {
        String id = name.id(versions);
        try {
            VideoRequest request = VideoRequest.parse(content.request(), bucket, allowLoopback);
            boolean started = start.start(id, request);
            LOG.log(Level.INFO, "upload id=" + id + (started ? " started" : " was started with other options"));
            return new Arrival(id, "The video is started, once.");
        } catch (GoneException e) {
            return new Arrival(null, "A file has been replaced or deleted; its newer version counts.");
        } catch (InvalidRequestException e) {
            String refused = name.id(considered);
            start.refuse(refused, e);
            LOG.log(Level.INFO, "upload id=" + refused + " refused");
            return new Arrival(refused, e.getMessage());
        }
    }

    private Object json(UploadedFile file) {
        try {
            Object value = JSON.std.anyFrom(text(file));
            if (value instanceof Map<?, ?>) {
                return value;
            }
        } catch (IOException e) {
            // said below; the parser's message would repeat the content
        }
        throw invalid(file, "must be a JSON object");
    }

    private String text(UploadedFile file) {
        if (file.size() == 0) {
            throw invalid(file, "is empty");
        }
        if (file.size() > UploadLimits.MAX_TEXT_BYTES) {
            throw invalid(file, "must be at most " + UploadLimits.MAX_TEXT_BYTES + " bytes long, not " + file.size());
        }
        byte[] content = files.content(file).orElseThrow(GoneException::new);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        } catch (CharacterCodingException e) {
            throw invalid(file, "must be text in UTF-8");
        }
    }

    static InvalidRequestException invalid(UploadedFile file, String message) {
        return new InvalidRequestException(List.of(new Problem(file.key(), message)));
    }

    private static final class GoneException extends RuntimeException {
        GoneException() {
            super(null, null, false, false);
        }
    }
}
