package io.github.falvideo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import io.github.falvideo.video.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lambda's runtime finds, builds and calls the handlers by their names, from environment variables alone. */
class LoadingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SubmitHandler",
                "CheckStatusHandler",
                "FetchResultHandler",
                "DownloadToS3Handler",
                "CancelHandler",
                "ApiHandler",
                "UploadHandler"
            })
    void shouldBeLoadedByName(String handler) throws Exception {
        for (String name : new String[] {handler, handler + "::handleRequest"}) {
            // One that cannot be built is replaced by one that reports the fault.
            assertThat(load(name).getClass().getName()).doesNotContain("Fault");
        }
    }

    @Test
    void shouldGetItsEventFromTheRuntime() throws Exception {
        LambdaRequestHandler submit = load("SubmitHandler::handleRequest");

        assertThatThrownBy(() -> submit.call(invocation("{\"id\": \"a\", \"request\": {\"input\": {\"seed\": 7}}}")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("input.image_url: is required")
                .hasMessageContaining("input.seed: is not a field of the input");
    }

    private static LambdaRequestHandler load(String handler) throws Exception {
        return EventHandlerLoader.loadEventHandler(
                HandlerInfo.fromString("io.github.falvideo." + handler, LoadingTest.class.getClassLoader()));
    }

    private static InvocationRequest invocation(String event) {
        InvocationRequest request = new InvocationRequest();
        request.setId("invocation-1");
        request.setContent(event.getBytes(StandardCharsets.UTF_8));
        return request;
    }
}
