package io.github.falvideo.video;

import java.util.List;
import java.util.regex.Pattern;

/** Where everything about one video lies in the application's bucket. */
public final class VideoKeys {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    private VideoKeys() {}

    /**
     * The id itself, when it can name a video: 1 to 80 letters, digits, dots, hyphens and underscores, as an execution's
     * name allows them, and not only dots.
     *
     * @throws InvalidRequestException with the field {@code id} otherwise
     */
    public static String checkedId(String id) {
        if (id == null || !ID.matcher(id).matches() || id.chars().allMatch(c -> c == '.')) {
            throw new InvalidRequestException(List.of(new Problem(
                    "id",
                    "must be 1 to 80 letters, digits, dots, hyphens or underscores (it is the execution's name)")));
        }
        return id;
    }

    /** The claim: who submits this video, and what fal answered. */
    public static String submission(String id) {
        return folder(id) + "submission.json";
    }

    /** What the user is told. */
    public static String status(String id) {
        return folder(id) + "status.json";
    }

    /** The film. */
    public static String video(String id) {
        return folder(id) + "video.mp4";
    }

    /** The name under which a browser saves the film. */
    public static String downloadName(String id) {
        return checkedId(id) + ".mp4";
    }

    private static String folder(String id) {
        return "videos/" + checkedId(id) + "/";
    }
}
