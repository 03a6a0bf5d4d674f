package io.github.falvideo.local;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.github.falvideo.local.asl.TaskCall;
import io.github.falvideo.local.asl.TaskFailure;
import io.github.falvideo.local.asl.TaskResource;
import io.github.falvideo.local.asl.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The Task resource {@code arn:aws:states:::lambda:invoke}, with functions of this JVM behind it. Results have the shape that
 * Step Functions gives them, errors the class's name and Lambda's JSON ({@code errorMessage}, {@code errorType},
 * {@code stackTrace}) as the cause. As on Lambda, a handler that runs is not interrupted when nobody waits for it any more.
 */
final class LambdaInvoke implements TaskResource {
    static final String RESOURCE = "arn:aws:states:::lambda:invoke";

    private final Map<String, LambdaFunction> functions;
    private final Supplier<String> requestIds;

    LambdaInvoke(List<LambdaFunction> functions, Supplier<String> requestIds) {
        this.functions = functions.stream().collect(Collectors.toMap(LambdaFunction::name, Function.identity()));
        this.requestIds = requestIds;
    }

    @Override
    public CompletionStage<Object> run(TaskCall call) {
        Map<?, ?> arguments = (Map<?, ?>) call.arguments();
        String arn = String.valueOf(arguments.get("FunctionName"));
        LambdaFunction function = functions.get(arn.substring(arn.lastIndexOf(':') + 1));
        if (function == null) {
            throw new TaskFailure("Lambda.ResourceNotFoundException", "Function not found: " + arn);
        }
        return CompletableFuture.completedFuture(invoke(function, arguments.get("Payload")));
    }

    private Object invoke(LambdaFunction function, Object payload) {
        String requestId = requestIds.get();
        try {
            return result(function.invoke(payload, requestId), requestId);
        } catch (RuntimeException e) {
            throw new TaskFailure(
                    e.getClass().getName(),
                    Json.text(Map.of(
                            "errorMessage",
                                    e.getMessage() == null ? e.getClass().getName() : e.getMessage(),
                            "errorType", e.getClass().getName(),
                            "stackTrace",
                                    Arrays.stream(e.getStackTrace())
                                            .limit(10)
                                            .map(String::valueOf)
                                            .toList())));
        }
    }

    private static Object result(Object payload, String requestId) {
        Map<String, Object> headers = Map.of(
                "Content-Type", "application/json",
                "X-Amz-Executed-Version", "$LATEST",
                "x-amzn-RequestId", requestId);
        Map<String, Object> allHeaders = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        return Json.of(Map.of(
                "ExecutedVersion",
                "$LATEST",
                "Payload",
                payload,
                "SdkHttpMetadata",
                Map.of("AllHttpHeaders", allHeaders, "HttpHeaders", headers, "HttpStatusCode", 200),
                "SdkResponseMetadata",
                Map.of("RequestId", requestId),
                "StatusCode",
                200));
    }

    /** What a handler may ask about its invocation; the limits are a small function's. */
    record Invocation(String functionName, String awsRequestId) implements Context {
        @Override
        public String getAwsRequestId() {
            return awsRequestId;
        }

        @Override
        public String getLogGroupName() {
            return "/aws/lambda/" + functionName;
        }

        @Override
        public String getLogStreamName() {
            return "local";
        }

        @Override
        public String getFunctionName() {
            return functionName;
        }

        @Override
        public String getFunctionVersion() {
            return "$LATEST";
        }

        @Override
        public String getInvokedFunctionArn() {
            return LocalWorkflow.functionArn(functionName);
        }

        @Override
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 60_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            throw new UnsupportedOperationException("the handlers log through System.Logger");
        }
    }
}
