package io.github.falvideo.video;

/** Where uploads lie in the application's bucket, and how large they may be. */
public final class UploadLimits {
    /** What lies under it may start a video; nothing that the application makes ever does. */
    public static final String FOLDER = "uploads/";

    /** Of a picture or a voice: 100 MiB. */
    public static final long MAX_MEDIA_BYTES = 100L << 20;

    /** Of a request or a text: 16 KiB. */
    public static final long MAX_TEXT_BYTES = 16L << 10;

    private UploadLimits() {}
}
