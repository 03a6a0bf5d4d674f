package io.github.falvideo.local.fal.model;

import java.io.IOException;

/** Where the files come from that a request names. */
public interface Inputs {
    /**
     * The whole file.
     *
     * @param url http, https or data
     * @throws IOException if there is none to be had, or it is too large
     */
    byte[] fetch(String url) throws IOException;
}
