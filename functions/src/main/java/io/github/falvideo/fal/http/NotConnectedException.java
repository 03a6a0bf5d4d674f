package io.github.falvideo.fal.http;

import java.io.IOException;

/** No connection was made (name unknown, refused, timed out, TLS failed): nothing of the call was sent. */
public final class NotConnectedException extends IOException {
    public NotConnectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
