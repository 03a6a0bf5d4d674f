package io.github.falvideo.aws;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;

/**
 * Executions of the one state machine; the name of each is the id of its video. All methods throw
 * {@link AwsUnavailableException} when Step Functions gives no answer.
 */
public final class Executions {
    private final SfnClient client;
    private final String stateMachineArn;

    public Executions(SfnClient client, String stateMachineArn) {
        this.client = client;
        this.stateMachineArn = stateMachineArn;
    }

    /**
     * @param status Step Functions' own word: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE
     * @param endedAt null while it runs
     */
    public record Execution(String name, String status, Instant startedAt, Instant endedAt) {}

    /**
     * @param executions newest first
     * @param next asks for the page after this one; null when there is none
     */
    public record Page(List<Execution> executions, String next) {}

    /**
     * Starts an execution, once for one name however often it is asked to.
     *
     * @return false when an execution of this name exists with another input: that one stays, and nothing was started
     */
    public boolean start(String name, Map<String, Object> input) {
        try {
            client.startExecution(
                    start -> start.stateMachineArn(stateMachineArn).name(name).input(text(input)));
            return true;
        } catch (ExecutionAlreadyExistsException e) {
            return !hasOtherInput(name, input);
        } catch (SdkException e) {
            throw new AwsUnavailableException("Step Functions did not start " + name, e);
        }
    }

    /** Whether an execution of this name is known, running or ended, and its input is not this one. */
    public boolean hasOtherInput(String name, Map<String, Object> input) {
        return describe(name)
                .filter(execution -> !parsed(text(input)).equals(parsed(execution.input())))
                .isPresent();
    }

    /** Whether an execution of this name is known, running or ended. */
    public boolean exists(String name) {
        return describe(name).isPresent();
    }

    /** Stops an execution; one that has ended, or is not known, stays as it is. */
    public void stop(String name, String cause) {
        try {
            client.stopExecution(stop -> stop.executionArn(arn(name)).cause(cause));
        } catch (ExecutionDoesNotExistException e) {
            // then it does not run
        } catch (SdkException e) {
            throw new AwsUnavailableException("Step Functions did not stop " + name, e);
        }
    }

    /**
     * The latest executions.
     *
     * @param next from the page before; null for the first
     * @return empty when {@code next} is not what a page before gave, or too old
     */
    public Optional<Page> list(int limit, String next) {
        try {
            ListExecutionsResponse page = client.listExecutions(list ->
                    list.stateMachineArn(stateMachineArn).maxResults(limit).nextToken(next));
            return Optional.of(new Page(
                    page.executions().stream()
                            .map(item -> new Execution(
                                    item.name(), item.statusAsString(), item.startDate(), item.stopDate()))
                            .toList(),
                    page.nextToken()));
        } catch (InvalidTokenException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new AwsUnavailableException("Step Functions did not list its executions", e);
        }
    }

    private Optional<DescribeExecutionResponse> describe(String name) {
        try {
            return Optional.of(client.describeExecution(describe -> describe.executionArn(arn(name))));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new AwsUnavailableException("Step Functions did not describe " + name, e);
        }
    }

    private String arn(String name) {
        return stateMachineArn.replace(":stateMachine:", ":execution:") + ":" + name;
    }

    private static String text(Map<String, Object> input) {
        try {
            return JSON.std.asString(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // maps, strings and numbers can always be written
        }
    }

    /** By way of its text, so that numbers compare as they are read. */
    private static Object parsed(String input) {
        try {
            return JSON.std.anyFrom(input);
        } catch (IOException e) {
            return Map.of(); // no JSON, and so no input of ours
        }
    }
}
