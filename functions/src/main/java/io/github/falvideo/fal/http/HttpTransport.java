package io.github.falvideo.fal.http;

import java.io.IOException;

/** Sends one HTTP call. */
public interface HttpTransport {
    /**
     * Sends the call once, follows no redirect, and answers with whatever status the server gave.
     *
     * @return the reply with its body still to be read; the caller closes it
     * @throws NotConnectedException when nothing of the call can have reached the server
     * @throws IOException when the call may have reached the server and no complete reply head came back in time
     */
    HttpReply send(HttpCall call) throws IOException;
}
