package io.github.falvideo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.github.falvideo.api.Api;
import io.github.falvideo.api.ApiReply;
import java.beans.ConstructorProperties;
import java.util.Map;

/** Answers API Gateway's HTTP API, payload format 2.0, of which this names the fields that it uses. */
public final class ApiHandler implements RequestHandler<ApiHandler.Input, ApiHandler.Output> {
    private final Api api;

    public ApiHandler() {
        this(Components.fromEnvironment());
    }

    public ApiHandler(Components components) {
        this.api = components.api();
    }

    /**
     * @param rawPath percent-encoded
     * @param rawQueryString null or empty when there is none
     * @param headers by names in lower case
     * @param body null when there is none
     */
    public record Input(
            String rawPath,
            String rawQueryString,
            Map<String, String> headers,
            RequestContext requestContext,
            String body,
            boolean isBase64Encoded) {
        @ConstructorProperties({"rawPath", "rawQueryString", "headers", "requestContext", "body", "isBase64Encoded"})
        public Input {}
    }

    public record RequestContext(Http http) {
        @ConstructorProperties("http")
        public RequestContext {}
    }

    public record Http(String method) {
        @ConstructorProperties("method")
        public Http {}
    }

    /** @param body text, never base64 */
    public record Output(int statusCode, Map<String, String> headers, String body, boolean isBase64Encoded) {}

    @Override
    public Output handleRequest(Input input, Context context) {
        ApiReply reply = api.answer(
                input.requestContext().http().method(),
                input.rawPath(),
                input.rawQueryString(),
                input.headers(),
                input.body(),
                input.isBase64Encoded());
        return new Output(reply.status(), reply.headers(), reply.body(), false);
    }
}
