package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.VideoUpload;
import io.github.falvideo.aws.VideoUpload.StoredVideo;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.GeneratedVideo;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.MediaReader;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.MediaStream;
import io.github.falvideo.video.FileSize;
import io.github.falvideo.video.Messages;
import java.beans.ConstructorProperties;

/** Streams the finished video from fal's media host into the bucket. */
public final class DownloadToS3Handler
        implements RequestHandler<DownloadToS3Handler.Input, DownloadToS3Handler.Output> {
    private final MediaReader media;
    private final VideoUpload upload;

    public DownloadToS3Handler() {
        this(Components.fromEnvironment());
    }

    public DownloadToS3Handler(Components components) {
        this.media = components.media();
        this.upload = components.videoUpload();
    }

    public record Input(String id, String requestId, String model, Video video) {
        @ConstructorProperties({"id", "requestId", "model", "video"})
        public Input {}
    }

    /** As FetchResult gives it; only the URL is sure. */
    public record Video(String url, String contentType, String fileName, Long fileSize) {
        @ConstructorProperties({"url", "contentType", "fileName", "fileSize"})
        public Video {}
    }

    /**
     * @param uri {@code s3://bucket/key}
     * @param size in bytes
     * @param sha256 of the content, lower-case hex
     */
    public record Output(
            String bucket,
            String key,
            String uri,
            long size,
            String sizeText,
            String contentType,
            String sha256,
            String hostedUrl,
            String message) {}

    /** Run twice, or twice at once, it ends with one right object. What it throws tells the user where the video is. */
    @Override
    public Output handleRequest(Input input, Context context) {
        Video video = input.video();
        GeneratedVideo hosted =
                new GeneratedVideo(video.url(), video.contentType(), video.fileName(), video.fileSize());
        try (MediaStream film = media.open(hosted, input.requestId())) {
            return output(upload.store(input.id(), input.requestId(), input.model(), film), video.url());
        } catch (MediaBrokenException e) {
            throw new MediaBrokenException(told(video, e), input.requestId(), e);
        } catch (MediaRefusedException e) {
            throw new MediaRefusedException(told(video, e), input.requestId(), e);
        } catch (FalUnavailableException e) {
            throw new FalUnavailableException(told(video, e), input.requestId(), e);
        } catch (AwsUnavailableException e) {
            throw new AwsUnavailableException(Messages.downloadFailed(video.url()), e);
        }
    }

    private static String told(Video video, RuntimeException reason) {
        return Messages.downloadFailed(video.url()) + " " + reason.getMessage();
    }

    private static Output output(StoredVideo stored, String hostedUrl) {
        return new Output(
                stored.bucket(),
                stored.key(),
                stored.uri(),
                stored.size(),
                FileSize.text(stored.size()),
                stored.contentType(),
                stored.sha256(),
                hostedUrl,
                Messages.saved(stored.uri(), stored.size(), hostedUrl));
    }
}
