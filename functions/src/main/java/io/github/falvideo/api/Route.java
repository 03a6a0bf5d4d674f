package io.github.falvideo.api;

import java.util.List;
import java.util.Optional;

/**
 * One kind of call.
 *
 * @param path with {@code {id}} where the id of a video stands
 */
record Route(String method, String path, Endpoint endpoint) {
    private static final String ID = "{id}";

    /** What a call does. */
    interface Endpoint {
        /** @param id the video that the path names; null when it names none */
        ApiReply answer(ApiRequest request, String id);
    }

    /** The id in this path, or an empty text when the route's path has none; nothing when it is not the route's path. */
    Optional<String> match(String requested) {
        List<String> mine = List.of(path.split("/", -1));
        List<String> theirs = List.of(requested.split("/", -1));
        if (mine.size() != theirs.size()) {
            return Optional.empty();
        }
        String id = "";
        for (int i = 0; i < mine.size(); i++) {
            if (mine.get(i).equals(ID) && !theirs.get(i).isEmpty()) {
                id = theirs.get(i);
            } else if (!mine.get(i).equals(theirs.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(id);
    }
}
