package io.github.falvideo.local;

import io.github.falvideo.fal.http.HttpCall;
import io.github.falvideo.fal.http.HttpReply;
import io.github.falvideo.fal.http.HttpTransport;
import io.github.falvideo.fal.http.NotConnectedException;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.video.MediaKind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The real fal cannot reach this machine's S3. So a submit whose input names an object there has that object uploaded to fal's own
 * storage first. When that fails, nothing was submitted.
 */
final class HostedInputs implements HttpTransport {
    private final HttpTransport transport;
    private final FalStorage storage;
    private final S3Client s3;
    private final URI s3Endpoint;

    HostedInputs(HttpTransport transport, FalStorage storage, S3Client s3, URI s3Endpoint) {
        this.transport = transport;
        this.storage = storage;
        this.s3 = s3;
        this.s3Endpoint = s3Endpoint;
    }

    @Override
    public HttpReply send(HttpCall call) throws IOException {
        boolean submit = call.method().equals("POST") && call.body() != null;
        return transport.send(submit ? hosted(call) : call);
    }

    private HttpCall hosted(HttpCall call) throws IOException {
        Map<String, Object> input = new LinkedHashMap<>();
        boolean changed = false;
        for (Map.Entry<?, ?> field :
                ((Map<?, ?>) Json.parse(new String(call.body(), StandardCharsets.UTF_8))).entrySet()) {
            Optional<String> own = ownObject(field.getValue());
            changed |= own.isPresent();
            input.put(String.valueOf(field.getKey()), own.isPresent() ? host(own.get()) : field.getValue());
        }
        return changed
                ? new HttpCall(
                        call.method(),
                        call.uri(),
                        call.headers(),
                        Json.text(input).getBytes(StandardCharsets.UTF_8),
                        call.timeout(),
                        call.readTimeout())
                : call;
    }

    /** The key of the object that this presigned URL is for. */
    private Optional<String> ownObject(Object value) {
        String bucket = s3Endpoint + "/" + LocalApplication.BUCKET + "/";
        return value instanceof String url && url.startsWith(bucket)
                ? Optional.of(URI.create(url).getPath().substring(LocalApplication.BUCKET.length() + 2))
                : Optional.empty();
    }

    private String host(String key) throws IOException {
        try {
            ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(
                    get -> get.bucket(LocalApplication.BUCKET).key(key));
            String suffix = key.substring(key.lastIndexOf('.') + 1);
            String type = MediaKind.ofSuffix(suffix)
                    .map(kind -> kind.mediaType(suffix))
                    .orElse(object.response().contentType());
            return storage.upload(object.asByteArrayUnsafe(), key.substring(key.lastIndexOf('/') + 1), type);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotConnectedException("interrupted while uploading " + key + " to fal's storage", e);
        } catch (IOException | SdkException e) {
            throw new NotConnectedException(key + " could not be brought to fal: " + e.getMessage(), e);
        }
    }
}
