package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.aws.VideoUpload;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.MediaBrokenException;
import io.github.falvideo.fal.MediaRefusedException;
import io.github.falvideo.fal.media.MediaReader;
import io.github.falvideo.fal.media.MediaStream;
import io.github.falvideo.video.Messages;
import java.beans.ConstructorProperties;

/** Streams the finished video from fal's media host into the bucket. */
public final class DownloadToS3Handler implements RequestHandler<DownloadToS3Handler.Input, SavedVideo> {
    private final MediaReader media;
    private final VideoUpload upload;

    public DownloadToS3Handler() {
        this(Components.fromEnvironment());
    }

    public DownloadToS3Handler(Components components) {
        this.media = components.media();
        this.upload = components.videoUpload();
    }

    public record Input(String id, String requestId, String model, HostedVideo video) {
        @ConstructorProperties({"id", "requestId", "model", "video"})
        public Input {}
    }

    /** Run twice, or twice at once, it ends with one right object. What it throws tells the user where the video is. */
    @Override
    public SavedVideo handleRequest(Input input, Context context) {
        String url = input.video().url();
        try (MediaStream film = media.open(input.video().generated(), input.requestId())) {
            return SavedVideo.of(upload.store(input.id(), input.requestId(), input.model(), film), url);
        } catch (MediaBrokenException e) {
            throw new MediaBrokenException(told(url, e), input.requestId(), e);
        } catch (MediaRefusedException e) {
            throw new MediaRefusedException(told(url, e), input.requestId(), e);
        } catch (FalUnavailableException e) {
            throw new FalUnavailableException(told(url, e), input.requestId(), e);
        } catch (AwsUnavailableException e) {
            throw new AwsUnavailableException(Messages.downloadFailed(url), e);
        }
    }

    private static String told(String url, RuntimeException reason) {
        return Messages.downloadFailed(url) + " " + reason.getMessage();
    }
}
