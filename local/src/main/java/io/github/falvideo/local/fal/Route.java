package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.faults.CallKind;
import java.util.List;

/**
 * What a call is.
 *
 * @param model of a submit: the whole model id
 * @param id of the request, or of the uploaded file
 */
record Route(CallKind kind, String model, String id) {
    private static final String VIDEOS = "/files/videos/";
    private static final String UPLOADS = "/files/uploads/";
    private static final String PUTS = "/storage/uploads/";

    /** Owner and app, the first two parts of a model id; the URLs of its requests begin so. */
    static String app(String model) {
        String[] parts = model.split("/");
        return parts[0] + "/" + parts[1];
    }

    static String video(String id) {
        return VIDEOS + id + "/video.mp4";
    }

    static String upload(String id, String name) {
        return UPLOADS + id + "/" + name;
    }

    static String put(String id, String name) {
        return PUTS + id + "/" + name;
    }

    static Route of(Call call) {
        String path = call.plainPath();
        List<String> parts = List.of(path.substring(1).split("/", -1));
        boolean read = call.method().equals("GET") || call.method().equals("HEAD");
        if (read && path.startsWith(VIDEOS)) {
            return new Route(CallKind.MEDIA, null, parts.get(2));
        } else if (read && path.startsWith(UPLOADS)) {
            return new Route(CallKind.FILE, null, parts.get(2));
        } else if (call.method().equals("PUT") && path.startsWith(PUTS)) {
            return new Route(CallKind.UPLOAD, null, parts.get(2));
        } else if (call.method().equals("POST") && path.equals("/storage/upload/initiate")) {
            return new Route(CallKind.INITIATE, null, null);
        } else if (parts.size() >= 4 && parts.get(2).equals("requests")) {
            return ofRequest(call.method(), parts);
        } else if (call.method().equals("POST") && parts.size() >= 2) {
            return new Route(CallKind.SUBMIT, path.substring(1), null);
        }
        return new Route(CallKind.OTHER, null, null);
    }

    private static Route ofRequest(String method, List<String> parts) {
        String id = parts.get(3);
        String what = method + " " + String.join("/", parts.subList(4, parts.size()));
        CallKind kind =
                switch (what) {
                    case "GET status" -> CallKind.STATUS;
                    case "GET ", "GET response" -> CallKind.RESULT;
                    case "PUT cancel" -> CallKind.CANCEL;
                    default -> CallKind.OTHER;
                };
        return new Route(kind, null, id);
    }

    /** Whether the call must carry the key. */
    boolean needsKey() {
        return switch (kind) {
            case SUBMIT, STATUS, RESULT, CANCEL, INITIATE -> true;
            case MEDIA, FILE, UPLOAD, OTHER -> false;
        };
    }
}
