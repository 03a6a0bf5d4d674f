package io.github.falvideo.api;

import io.github.falvideo.aws.Executions.Execution;
import io.github.falvideo.aws.Executions.Page;
import io.github.falvideo.video.Problem;
import io.github.falvideo.video.VideoStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /videos}: the latest videos, newest first. Step Functions tells which there are. Its own words do not tell a
 * timeout from a failure, so the status comes from the status files, which are read side by side.
 */
final class ListVideos implements Route.Endpoint {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int READERS = 8;

    private final ApiParts parts;
    private final Links links;
    private final ExecutorService readers;

    ListVideos(ApiParts parts, Links links) {
        this.parts = parts;
        this.links = links;
        this.readers = readers();
    }

    @Override
    public ApiReply answer(ApiRequest request, String none) {
        int limit = limit(request.query().get("limit"));
        Page page = page(limit, request.query().get("next"));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("videos", items(page.executions()));
        if (page.next() != null) {
            content.put("next", page.next());
            String next = URLEncoder.encode(page.next(), StandardCharsets.UTF_8);
            content.put("links", Map.of("next", "/videos?limit=" + limit + "&next=" + next));
        }
        return ApiReply.json(200, content);
    }

    private static int limit(String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (text.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw badQuery("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    }

    private Page page(int limit, String next) {
        String problem = "must be what the page before gave as next, within a day";
        if (next != null && !next.matches("[\\x21-\\x7E]{1,3096}")) {
            throw badQuery("next", problem);
        }
        return parts.executions().list(limit, next).orElseThrow(() -> badQuery("next", problem));
    }

    private static ApiProblem badQuery(String field, String message) {
        return new ApiProblem(400, "The page cannot be given.", List.of(new Problem(field, message)));
    }

    private List<Map<String, Object>> items(List<Execution> executions) {
        List<CompletableFuture<Map<String, Object>>> items = executions.stream()
                .map(execution -> CompletableFuture.supplyAsync(() -> item(execution), readers))
                .toList();
        try {
            return items.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private Map<String, Object> item(Execution execution) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", execution.name());
        item.put("status", status(execution).name());
        item.put("startedAt", execution.startedAt().toString());
        if (execution.endedAt() != null) {
            item.put("endedAt", execution.endedAt().toString());
        }
        item.put("links", links.of(execution.name()));
        return item;
    }

    /** An end that the file tells is more exact than the execution's; a file without one says nothing of an ended one. */
    private VideoStatus status(Execution execution) {
        VideoStatus end =
                switch (execution.status()) {
                    case "SUCCEEDED" -> VideoStatus.SUCCEEDED;
                    case "FAILED" -> VideoStatus.FAILED;
                    case "TIMED_OUT" -> VideoStatus.TIMED_OUT;
                    case "ABORTED" -> VideoStatus.CANCELLED;
                    default -> null;
                };
        if (end == VideoStatus.SUCCEEDED) {
            return end;
        }
        Object word = parts.statusFile().read(execution.name()).get("status");
        VideoStatus told = VideoStatus.IN_QUEUE;
        for (VideoStatus status : VideoStatus.values()) {
            told = status.name().equals(word) ? status : told;
        }
        return told.isTerminal() || end == null ? told : end;
    }

    private static ExecutorService readers() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(READERS, READERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread reader = new Thread(task, "status-reader");
                    reader.setDaemon(true);
                    return reader;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
