package io.github.falvideo.local;

import io.github.falvideo.CancelHandler;
import io.github.falvideo.CheckStatusHandler;
import io.github.falvideo.Components;
import io.github.falvideo.DownloadToS3Handler;
import io.github.falvideo.FetchResultHandler;
import io.github.falvideo.SubmitHandler;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.StateMachine;
import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.asl.TaskResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The workflow that the template deploys, in one JVM: the state machine of {@code statemachine/}, the handlers of
 * {@code functions/}, and the rule that tells the cancel function of stopped executions.
 */
public final class LocalWorkflow {
    /** The state machine's name. */
    public static final String NAME = "video";

    private static final String ROLE = "arn:aws:iam::123456789012:role/video";
    private static final String DEFINITION = "/statemachine/video.asl.json";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    private final StateMachines machines;
    private final StateMachine machine;
    private final StoppedExecutions rule;

    private LocalWorkflow(StateMachines machines, StateMachine machine, StoppedExecutions rule) {
        this.machines = machines;
        this.machine = machine;
        this.rule = rule;
    }

    /**
     * Creates the state machine, ready to start executions.
     *
     * @param components builds the handlers, as on Lambda
     * @param s3 for the state machine's own writes
     * @param engine with its time and randomness chosen; the Task resources and the rule are added here
     * @param ids gives words that it never gave before, for request ids of AWS
     */
    public static LocalWorkflow create(
            Components components, S3Client s3, StateMachines.Builder engine, Supplier<String> ids) {
        return create(components, s3, engine, ids, UnaryOperator.identity());
    }

    /** Likewise, with something around each Task resource: the edge at which Lambda and S3 can be made to fail. */
    public static LocalWorkflow create(
            Components components,
            S3Client s3,
            StateMachines.Builder engine,
            Supplier<String> ids,
            UnaryOperator<TaskResource> edge) {
        List<LambdaFunction> functions = functions(components);
        StateMachines machines = engine.resource(LambdaInvoke.RESOURCE, edge.apply(new LambdaInvoke(functions, ids)))
                .resource(S3PutObject.RESOURCE, edge.apply(new S3PutObject(s3)))
                .build();
        LambdaFunction cancel = functions.get(functions.size() - 1);
        StoppedExecutions rule = new StoppedExecutions(cancel, machines.time(), ids);
        machines.addListener(rule);
        String definition =
                definition(substitutions(functions, components.configuration().bucket()));
        return new LocalWorkflow(machines, machines.create(NAME, definition, ROLE), rule);
    }

    /** The interpreter, with this one state machine in it. */
    public StateMachines machines() {
        return machines;
    }

    /** The ARN to start executions of. */
    public String stateMachineArn() {
        return machine.arn();
    }

    /** Tells the cancel function once more of an execution that was stopped, perhaps without its hearing of it. */
    void tellAgain(ExecutionRecord stopped) {
        rule.statusChanged(stopped);
    }

    static String functionArn(String name) {
        return "arn:aws:lambda:us-east-1:123456789012:function:" + name;
    }

    /** Every function that the state machine names, called as in the template; Cancel is the last. */
    private static List<LambdaFunction> functions(Components components) {
        return List.of(
                new LambdaFunction("SubmitFunction", new SubmitHandler(components)),
                new LambdaFunction("CheckStatusFunction", new CheckStatusHandler(components)),
                new LambdaFunction("FetchResultFunction", new FetchResultHandler(components)),
                new LambdaFunction("DownloadToS3Function", new DownloadToS3Handler(components)),
                new LambdaFunction("CancelFunction", new CancelHandler(components)));
    }

    /** What the template's DefinitionSubstitutions give. */
    private static Map<String, String> substitutions(List<LambdaFunction> functions, String bucket) {
        Map<String, String> substitutions = new LinkedHashMap<>();
        functions.forEach(function -> substitutions.put(function.name() + "Arn", functionArn(function.name())));
        substitutions.put("BucketName", bucket);
        return substitutions;
    }

    private static String definition(Map<String, String> substitutions) {
        return PLACEHOLDER.matcher(text()).replaceAll(placeholder -> {
            String value = substitutions.get(placeholder.group(1));
            if (value == null) {
                throw new IllegalStateException(DEFINITION + ": nothing to put for " + placeholder.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String text() {
        try (InputStream in = LocalWorkflow.class.getResourceAsStream(DEFINITION)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
