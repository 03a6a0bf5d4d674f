package io.github.falvideo.local.cli.videos;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** An application that {@code sam deploy} made, found by its stack's outputs. */
public final class DeployedStack implements AutoCloseable {
    private final S3Client s3;
    private final SfnClient stepFunctions;
    private final String bucket;
    private final String stateMachineArn;

    /**
     * Looks the outputs up.
     *
     * @throws IOException when there is no such stack, or it is another application's
     */
    public DeployedStack(String name, CloudFormationClient cloudFormation, S3Client s3, SfnClient stepFunctions)
            throws IOException {
        this.s3 = s3;
        this.stepFunctions = stepFunctions;
        Map<String, String> outputs = outputs(name, cloudFormation);
        this.bucket = output(name, outputs, "BucketName");
        this.stateMachineArn = output(name, outputs, "StateMachineArn");
    }

    /** With region and credentials as every AWS tool finds them: environment, profile, instance. */
    public static DeployedStack open(String name) throws IOException {
        SdkHttpClient http = UrlConnectionHttpClient.create();
        try (CloudFormationClient cloudFormation =
                CloudFormationClient.builder().httpClient(http).build()) {
            return new DeployedStack(
                    name,
                    cloudFormation,
                    S3Client.builder().httpClient(http).build(),
                    SfnClient.builder().httpClient(http).build());
        }
    }

    /** The application's bucket. */
    public String bucket() {
        return bucket;
    }

    String stateMachineArn() {
        return stateMachineArn;
    }

    SfnClient stepFunctions() {
        return stepFunctions;
    }

    /** Its videos; they end with {@link #close}. */
    public Videos videos(Waiting waiting) {
        return new Videos(stepFunctions, s3, bucket, stateMachineArn, waiting);
    }

    @Override
    public void close() {
        s3.close();
        stepFunctions.close();
    }

    private static Map<String, String> outputs(String name, CloudFormationClient cloudFormation) throws IOException {
        try {
            Stack stack = cloudFormation
                    .describeStacks(describe -> describe.stackName(name))
                    .stacks()
                    .get(0);
            return stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        } catch (CloudFormationException e) {
            throw new IOException(
                    "The stack " + name + " could not be read: "
                            + e.awsErrorDetails().errorMessage(),
                    e);
        }
    }

    private static String output(String name, Map<String, String> outputs, String key) throws IOException {
        String value = outputs.get(key);
        if (value == null) {
            throw new IOException("The stack " + name + " has no output " + key + ": is it this application's?");
        }
        return value;
    }
}
