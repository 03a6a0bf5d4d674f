package io.github.falvideo.local.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * S3 over a plain folder, on loopback: an object lies in the folder as {@code bucket/key}, so that a person can open it.
 *
 * <p>Signatures (version 4, in headers and in presigned URLs) are checked against one pair of credentials; a wrong one is
 * answered with 403. {@code If-None-Match: *} is atomic. Buckets are not made beforehand: create them with the client, path
 * style. Content type and metadata are kept as extended attributes of the file.
 */
public final class EmbeddedS3 implements AutoCloseable {
    private static final long LARGEST_SINGLE_PUT = 5L * 1024 * 1024 * 1024;
    /** What S3Proxy holds in memory at most to check the signature of a body that is not sent in chunks. */
    private static final long LARGEST_SIGNED_BODY = 32L * 1024 * 1024;

    private static final int FEW_THREADS = 32;
    /** Waiting for idle connections would hold up every exit for two seconds. */
    private static final long NO_GRACE = 0;

    private final S3Proxy proxy;
    private final URI endpoint;

    private EmbeddedS3(S3Proxy proxy, URI endpoint) {
        this.proxy = proxy;
        this.endpoint = endpoint;
    }

    /**
     * Starts serving.
     *
     * @param folder where the buckets lie; made if missing
     * @param port the port on loopback, 0 for any free one
     * @param credentials the only ones that are let in
     * @throws IOException if the folder cannot be made or the port is taken
     */
    public static EmbeddedS3 start(Path folder, int port, AwsCredentials credentials) throws IOException {
        Files.createDirectories(folder);
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toRealPath().toString()))
                .endpoint(URI.create("http://" + host + ":" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKeyId(), credentials.secretAccessKey())
                .maxSinglePartObjectSize(LARGEST_SINGLE_PUT)
                .v4MaxNonChunkedRequestSize(LARGEST_SIGNED_BODY)
                .jettyMaxThreads(FEW_THREADS)
                .stopTimeout(NO_GRACE)
                .ignoreUnknownHeaders(true)
                .build();
        WholeRequests.of(proxy);
        try {
            proxy.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("S3 could not be started on port " + port + ": " + e.getMessage(), e);
        }
        return new EmbeddedS3(proxy, URI.create("http://" + host + ":" + proxy.getPort()));
    }

    /** Where it listens, {@code http://127.0.0.1:port}: the endpoint override of an S3 client. */
    public URI endpoint() {
        return endpoint;
    }

    /** Stops serving at once; a call under way is cut off. The files stay. */
    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3 could not be stopped: " + e.getMessage(), e);
        }
    }
}
