package io.github.falvideo.local;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * A handler as Lambda runs it: the event arrives as JSON and the answer leaves as JSON, both through the serialisation of
 * AWS's own runtime, so that a record which would not survive it on Lambda does not survive it here.
 */
public final class LambdaFunction {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final RequestHandler<Object, Object> handler;
    private final PojoSerializer<Object> input;
    private final PojoSerializer<Object> output;

    /**
     * @param name the function's name, as in its ARN
     * @param handler an instance whose class implements {@code RequestHandler<In, Out>} directly
     */
    @SuppressWarnings("unchecked") // the types of the handler are read from its class, as Lambda's runtime does
    public LambdaFunction(String name, RequestHandler<?, ?> handler) {
        Type[] types = Arrays.stream(handler.getClass().getGenericInterfaces())
                .filter(ParameterizedType.class::isInstance)
                .map(ParameterizedType.class::cast)
                .filter(type -> type.getRawType() == RequestHandler.class)
                .map(ParameterizedType::getActualTypeArguments)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(handler.getClass() + " is no RequestHandler<In, Out>"));
        this.name = name;
        this.handler = (RequestHandler<Object, Object>) handler;
        this.input = JacksonFactory.getInstance().getSerializer(types[0]);
        this.output = JacksonFactory.getInstance().getSerializer(types[1]);
    }

    /** The function's name, as in its ARN. */
    public String name() {
        return name;
    }

    /**
     * Calls the handler.
     *
     * @param event any JSON value, as plain maps, lists, strings, numbers and booleans
     * @param requestId AWS's id of this invocation
     * @return the handler's answer, likewise
     * @throws RuntimeException whatever the handler throws
     */
    public Object invoke(Object event, String requestId) {
        try {
            Object in = input.fromJson(new ByteArrayInputStream(JSON.writeValueAsBytes(event)));
            Object out = handler.handleRequest(in, new LambdaInvoke.Invocation(name, requestId));
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            output.toJson(out, json);
            return JSON.readValue(json.toByteArray(), Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + ": the event or the answer is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
