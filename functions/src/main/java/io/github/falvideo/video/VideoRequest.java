package io.github.falvideo.video;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that keeps the contract, with every default filled in: the one form for every way in.
 *
 * @param model the endpoint, {@code veed/fabric-1.0} or one whose name begins so
 * @param input what the model is given, ready to be sent except that {@code s3://} URLs must be presigned first
 * @param timeout how long the user waits for the generation, 60 to 3600 seconds
 * @param cancelOnTimeout whether the request is cancelled at fal when that time has passed
 */
public record VideoRequest(String model, Map<String, String> input, Duration timeout, boolean cancelOnTimeout) {
    public static final String DEFAULT_MODEL = "veed/fabric-1.0";
    public static final String DEFAULT_TEXT_MODEL = "veed/fabric-1.0/text";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(300);

    public VideoRequest {
        input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
    }

    /** As {@link #parse(Object, String, boolean)}, for a place that is not local. */
    public static VideoRequest parse(Object json, String ownBucket) {
        return parse(json, ownBucket, false);
    }

    /**
     * Checks a request.
     *
     * @param json any JSON value: maps, lists, strings, numbers, booleans, null
     * @param ownBucket the only bucket of which {@code s3://} URLs are accepted; null when there is none
     * @param allowLoopback whether input URLs may also be plain http to this machine
     * @throws InvalidRequestException with every problem at once, each with its field; nothing else is ever thrown
     */
    public static VideoRequest parse(Object json, String ownBucket, boolean allowLoopback) {
        return new RequestParser(new InputUrlRules(ownBucket, allowLoopback)).parse(json);
    }

    /** The request as the contract has it; {@link #parse} gives back an equal one. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model);
        json.put("input", new LinkedHashMap<>(input));
        json.put("timeoutSeconds", timeout.toSeconds());
        json.put("cancelOnTimeout", cancelOnTimeout);
        return json;
    }
}
