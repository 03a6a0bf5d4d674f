package io.github.falvideo.api;

import io.github.falvideo.video.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A call that is answered with {@code application/problem+json} (RFC 9457). */
final class ApiProblem extends RuntimeException {
    private final int status;
    private final transient List<Problem> problems;
    private final transient Map<String, String> headers;

    /** @param detail for the caller: what happened and what can be done */
    ApiProblem(int status, String detail) {
        this(status, detail, List.of(), Map.of());
    }

    /** @param problems each with its field */
    ApiProblem(int status, String detail, List<Problem> problems) {
        this(status, detail, problems, Map.of());
    }

    ApiProblem(int status, String detail, Map<String, String> headers) {
        this(status, detail, List.of(), headers);
    }

    private ApiProblem(int status, String detail, List<Problem> problems, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.problems = problems;
        this.headers = headers;
    }

    static ApiProblem noVideo(String id) {
        return new ApiProblem(404, "There is no video " + id + ".");
    }

    ApiReply reply() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", "about:blank");
        content.put("title", title());
        content.put("status", status);
        content.put("detail", getMessage());
        if (!problems.isEmpty()) {
            content.put("problems", problems.stream().map(ApiProblem::json).toList());
        }
        ApiReply reply = ApiReply.json(status, content).with("Content-Type", "application/problem+json");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    private static Map<String, String> json(Problem problem) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("field", problem.field());
        json.put("message", problem.message());
        return json;
    }

    private String title() {
        return switch (status) {
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
