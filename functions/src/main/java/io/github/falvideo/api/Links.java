package io.github.falvideo.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where to go on from a video: paths of this API. */
final class Links {
    Map<String, String> of(String id) {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("self", path(id));
        links.put("file", path(id) + "/file");
        return links;
    }

    String path(String id) {
        return "/videos/" + id;
    }
}
