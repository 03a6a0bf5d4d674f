package io.github.falvideo.local.cli;

import io.github.falvideo.video.VideoStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a video ended, for a person, a script and a shell.
 *
 * @param status the last status.json; with {@code file} once it is saved on this machine
 * @param lines what a person is told
 */
record Ending(Map<String, Object> status, List<String> lines) {

    /** @param status the last status.json */
    static Ending of(Map<String, Object> status) {
        return of(status, "");
    }

    /**
     * @param status the last status.json
     * @param same options with which another command finds the same video; empty when it needs none
     */
    static Ending of(Map<String, Object> status, String same) {
        List<String> lines =
                new ArrayList<>(String.valueOf(status.get("message")).lines().toList());
        if (VideoStatus.TIMED_OUT.name().equals(status.get("status"))) {
            lines.add("  ./video status " + status.get("requestId") + same);
            lines.add("  ./video resume " + status.get("requestId") + same);
        }
        return new Ending(status, lines);
    }

    boolean isMade() {
        return VideoStatus.SUCCEEDED.name().equals(status.get("status"));
    }

    /** The same when the video lies on this machine too, at this absolute path. */
    Ending savedAs(Path file) {
        String path = file.toString();
        Map<String, Object> saved = new LinkedHashMap<>(status);
        saved.put("file", path);
        Map<?, ?> video = status.get("video") instanceof Map<?, ?> known ? known : Map.of();
        return new Ending(
                saved,
                List.of(
                        "Saved to " + path + " (" + video.get("sizeText") + ")",
                        "Hosted at " + video.get("hostedUrl")));
    }

    int exitCode() {
        return switch (VideoStatus.valueOf(String.valueOf(status.get("status")))) {
            case SUCCEEDED -> ExitCode.MADE;
            case TIMED_OUT -> ExitCode.TIMED_OUT;
            case CANCELLED -> ExitCode.CANCELLED;
            default -> isInvalidRequest() ? ExitCode.BAD_REQUEST : ExitCode.FAILED;
        };
    }

    private boolean isInvalidRequest() {
        return status.get("error") instanceof Map<?, ?> error && "InvalidRequest".equals(error.get("name"));
    }
}
