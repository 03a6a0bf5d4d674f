package io.github.falvideo.local.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Files that were copied into the bucket's folder have no ETag, or that of the object which they were copied over; but versions are told
 * apart by it. Such a file is put through S3 once more.
 */
final class DroppedFiles {
    private final S3Client s3;
    private final String bucket;
    private final Path root;

    /** @param root the bucket's folder */
    DroppedFiles(S3Client s3, String bucket, Path root) {
        this.s3 = s3;
        this.bucket = bucket;
        this.root = root;
    }

    /** Makes the file under this key a real object; false if it was one already, and so has not changed now. */
    boolean adopt(String key) {
        Path file = root.resolve(key);
        try {
            HeadObjectResponse object =
                    s3.headObject(head -> head.bucket(bucket).key(key));
            String etag = object.eTag() == null ? "" : object.eTag().replace("\"", "");
            if (etag.contains("-") || etag.equals(md5(file))) { // a hyphen: it was uploaded in parts
                return false;
            }
            String type = Files.probeContentType(file);
            s3.putObject(put -> put.bucket(bucket).key(key).contentType(type), RequestBody.fromFile(file));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String md5(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
