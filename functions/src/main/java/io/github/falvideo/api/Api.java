package io.github.falvideo.api;

import io.github.falvideo.aws.AwsUnavailableException;
import io.github.falvideo.video.InvalidRequestException;
import io.github.falvideo.video.VideoKeys;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Answers calls: finds the one that is meant, and turns whatever goes wrong into a problem that tells nothing internal. */
public final class Api {
    private static final System.Logger LOG = System.getLogger(Api.class.getName());

    private final List<Route> routes;

    public Api(ApiParts parts) {
        Links links = new Links();
        this.routes = List.of(
                new Route("POST", "/videos", new StartVideo(parts, links)),
                new Route("GET", "/videos", new ListVideos(parts, links)),
                new Route("GET", "/videos/{id}", new ShowVideo(parts, links)),
                new Route("GET", "/videos/{id}/file", new FetchFile(parts)),
                new Route("DELETE", "/videos/{id}", new CancelVideo(parts, links)),
                new Route("POST", "/uploads", new OfferUpload(parts)),
                new Route("GET", "/openapi.yaml", new OpenApi()));
    }

    /** Every call that is known, as in {@code GET /videos/{id}}. */
    public List<String> calls() {
        return routes.stream().map(route -> route.method() + " " + route.path()).toList();
    }

    /**
     * Answers a call as it came over the wire; never throws.
     *
     * @param path percent-encoded
     * @param query percent-encoded; null or empty when there is none
     * @param headers by names in any case; null when there are none
     * @param body null when there is none
     * @param base64 whether the body is encoded so
     */
    public ApiReply answer(
            String method, String path, String query, Map<String, String> headers, String body, boolean base64) {
        try {
            return route(ApiRequest.of(method, path, query, headers, body, base64));
        } catch (ApiProblem e) {
            return e.reply();
        } catch (AwsUnavailableException e) {
            LOG.log(Level.WARNING, method + " not answered: " + e.getMessage());
            return new ApiProblem(
                            503,
                            "The application's storage or workflow gave no answer. Try again in a moment.",
                            Map.of("Retry-After", "2"))
                    .reply();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, method + " failed", e);
            return new ApiProblem(500, "Something went wrong here. It is not your request; it has been logged.")
                    .reply();
        }
    }

    private ApiReply route(ApiRequest request) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<String> id = route.match(request.path());
            if (id.isPresent() && route.method().equals(request.method())) {
                return route.endpoint().answer(request, id.get().isEmpty() ? null : checked(id.get()));
            }
            id.ifPresent(matching -> allowed.add(route.method()));
        }
        if (allowed.isEmpty()) {
            throw new ApiProblem(404, "There is nothing here. GET /openapi.yaml tells what there is.");
        }
        String methods = String.join(", ", allowed);
        throw new ApiProblem(405, "This path takes " + methods + ".", Map.of("Allow", methods));
    }

    private static String checked(String id) {
        try {
            return VideoKeys.checkedId(id);
        } catch (InvalidRequestException e) {
            throw new ApiProblem(404, "There is no such video: no id is written like this.");
        }
    }
}
