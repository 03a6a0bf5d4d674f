package io.github.falvideo.local.chain;

import io.github.falvideo.local.fal.model.Content;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Films that are MP4s from outside, each request's another, of any size and without memory: names, then zeros. */
final class Films {
    private Films() {}

    /** The film of this request. */
    static Content of(String requestId, int size) {
        byte[] name = requestId.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(head)) {
            out.writeInt(24);
            out.writeBytes("ftypisom");
            out.writeInt(512);
            out.writeBytes("isommp41");
            out.writeInt(size - 24);
            out.writeBytes("mdat");
            out.write(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Content.of(head.toByteArray()).resized(size);
    }

    /** Lower-case hex. */
    static String sha256(Content content) {
        return sha256(content.open(0));
    }

    static String sha256(InputStream content) {
        try (DigestInputStream digest = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
