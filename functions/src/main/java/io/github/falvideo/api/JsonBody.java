package io.github.falvideo.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Locale;

/** The JSON that a call carries. */
final class JsonBody {
    static final int MAX_BYTES = 16 * 1024;

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonBody() {}

    /**
     * Any JSON value; null for an empty body.
     *
     * @throws ApiProblem 413, 415 or 400
     */
    static Object of(ApiRequest request) {
        if (request.body().length > MAX_BYTES) {
            throw new ApiProblem(
                    413,
                    "The body is " + request.body().length + " bytes long; at most " + MAX_BYTES
                            + " are taken. Upload files with POST /uploads.");
        }
        String type = request.header("content-type");
        if (type == null || !type.split(";")[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw new ApiProblem(415, "The body must be JSON, with the header Content-Type: application/json.");
        }
        if (request.body().length == 0) {
            return null;
        }
        try (JsonParser parser = FACTORY.createParser(request.body())) {
            Object value = JSON.std.anyFrom(parser);
            if (parser.nextToken() != null) {
                throw new ApiProblem(400, "The body holds more than one JSON value.");
            }
            return value;
        } catch (IOException e) {
            throw new ApiProblem(400, "The body is not valid JSON."); // the parser's message would repeat it
        }
    }
}
