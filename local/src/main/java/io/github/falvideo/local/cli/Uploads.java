package io.github.falvideo.local.cli;

import java.io.IOException;

/** Brings a user's files to where fal can fetch them. */
@FunctionalInterface
interface Uploads {
    /** The URL under which fal, or the application on its behalf, can fetch this file. */
    String upload(MediaInput input) throws IOException, InterruptedException;

    /** URLs are passed on; files are uploaded first; what was not given stays so. */
    default String url(MediaInput input) throws IOException, InterruptedException {
        return input == null || input.file() == null ? planned(input, null) : upload(input);
    }

    /** The URL that a request will have, or one like it for a file that is not uploaded yet. */
    static String planned(MediaInput input, String bucket) {
        if (input == null) {
            return null;
        }
        return input.file() == null ? input.url() : "s3://" + bucket + "/uploads/" + input.uploadName();
    }
}
