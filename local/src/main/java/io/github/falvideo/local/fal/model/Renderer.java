package io.github.falvideo.local.fal.model;

import java.util.Map;

/** Makes the video of a request. */
public interface Renderer {
    /**
     * The finished MP4.
     *
     * @param requestId of the request
     * @param model the model id that was called
     * @param input as it was submitted; already checked for what the model requires
     * @throws InputException if the model could not use its input; the result is then a 422
     */
    Content render(String requestId, String model, Map<String, Object> input) throws InputException;
}
