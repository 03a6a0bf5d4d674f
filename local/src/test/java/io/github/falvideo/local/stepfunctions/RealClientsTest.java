package io.github.falvideo.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.asl.Time;
import io.github.falvideo.local.asl.VirtualTime;
import io.github.falvideo.local.asl.json.Json;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** The SDK's client and the AWS CLI against the server, as a person or the deployed handlers would use them. */
class RealClientsTest {
    private static final String DEFINITION = """
            {"QueryLanguage": "JSONata", "StartAt": "Work", "States": {
              "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 3600,
                       "Arguments": {"n": "{% $states.input.n %}"}, "Output": "{% $states.result %}", "Next": "Pause"},
              "Pause": {"Type": "Wait", "Seconds": 5, "End": true}}}""";

    private final VirtualTime time = new VirtualTime(Instant.parse("2025-01-01T00:00:00Z"), 2);
    private final CountDownLatch told = new CountDownLatch(1);
    private StepFunctionsServer server;
    private SfnClient client;

    @BeforeEach
    void start() throws Exception {
        StateMachines machines = StateMachines.in(time)
                .resource("arn:aws:states:::lambda:invoke", call -> {
                    if (((Map<?, ?>) call.arguments()).get("n").equals("never")) {
                        call.onCancel(told::countDown);
                        return new CompletableFuture<>();
                    }
                    return CompletableFuture.completedFuture(call.arguments());
                })
                .build();
        server = StepFunctionsServer.start(machines, 0);
        client = SfnClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        time.close();
    }

    @Test
    void shouldRunAnExecutionForTheSdk() throws Exception {
        String machine = createMachine("video");
        String execution = client.startExecution(
                        start -> start.stateMachineArn(machine).name("one").input("{\"n\": 7}"))
                .executionArn();
        assertThat(execution).isEqualTo("arn:aws:states:us-east-1:123456789012:execution:video:one");
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();

        var described = client.describeExecution(describe -> describe.executionArn(execution));
        assertThat(described.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(described.input()).isEqualTo("{\"n\": 7}");
        assertThat(described.output()).isEqualTo("{\"n\":7}");
        assertThat(described.startDate()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(described.stopDate()).isEqualTo(Instant.parse("2025-01-01T00:00:05Z"));

        List<HistoryEvent> events = new ArrayList<>();
        client.getExecutionHistoryPaginator(
                        history -> history.executionArn(execution).maxResults(2))
                .events()
                .forEach(events::add);
        assertThat(events.stream().map(HistoryEvent::typeAsString))
                .containsExactly(
                        "ExecutionStarted",
                        "TaskStateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskSucceeded",
                        "TaskStateExited",
                        "WaitStateEntered",
                        "WaitStateExited",
                        "ExecutionSucceeded");
        assertThat(events.get(2).taskScheduledEventDetails().timeoutInSeconds()).isEqualTo(3600);
        assertThat(events.get(7).timestamp()).isEqualTo(Instant.parse("2025-01-01T00:00:05Z"));
        var bare = client.getExecutionHistory(
                history -> history.executionArn(execution).includeExecutionData(false));
        assertThat(bare.events().get(1).stateEnteredEventDetails().name()).isEqualTo("Work");
        assertThat(bare.events().get(1).stateEnteredEventDetails().input()).isNull();
    }

    @Test
    void shouldStopARunningTaskForTheSdk() throws Exception {
        String machine = createMachine("video");
        String execution = client.startExecution(
                        start -> start.stateMachineArn(machine).input("{\"n\": \"never\"}"))
                .executionArn();
        client.stopExecution(
                stop -> stop.executionArn(execution).error("Enough").cause("said the user"));
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        var described = client.describeExecution(describe -> describe.executionArn(execution));
        assertThat(described.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(described.error()).isEqualTo("Enough");
        assertThat(described.cause()).isEqualTo("said the user");
    }

    @Test
    void shouldTellARunningTaskThatItIsStopped() throws Exception {
        String machine = createMachine("video");
        String execution = client.startExecution(
                        start -> start.stateMachineArn(machine).input("{\"n\": \"never\"}"))
                .executionArn();
        while (client.getExecutionHistory(history -> history.executionArn(execution))
                        .events()
                        .size()
                < 4) {
            Thread.onSpinWait();
        }
        client.stopExecution(stop -> stop.executionArn(execution));
        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldListExecutionsByStatus() throws Exception {
        String machine = createMachine("video");
        Time.Hold hold = time.hold();
        client.startExecution(
                start -> start.stateMachineArn(machine).name("done").input("{\"n\": 1}"));
        String stopped = client.startExecution(
                        start -> start.stateMachineArn(machine).name("stopped").input("{\"n\": 2}"))
                .executionArn();
        client.stopExecution(stop -> stop.executionArn(stopped));
        assertThat(names(machine, ExecutionStatus.RUNNING)).containsExactly("done");
        hold.release();
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(names(machine, ExecutionStatus.SUCCEEDED)).containsExactly("done");
        assertThat(names(machine, ExecutionStatus.ABORTED)).containsExactly("stopped");
        assertThat(names(machine, null)).containsExactly("stopped", "done");
    }

    @Test
    void shouldRefuseWithTheExceptionsOfTheSdk() {
        String machine = createMachine("video");
        client.startExecution(
                start -> start.stateMachineArn(machine).name("one").input("{\"n\":1}"));
        assertThatThrownBy(() -> client.startExecution(
                        start -> start.stateMachineArn(machine).name("one").input("{\"n\":2}")))
                .isInstanceOf(ExecutionAlreadyExistsException.class)
                .hasMessageContaining("Execution Already Exists: '");
        assertThatThrownBy(() -> client.describeExecution(
                        describe -> describe.executionArn(machine.replace("stateMachine", "execution") + ":no")))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> client.describeExecution(describe -> describe.executionArn("nonsense")))
                .isInstanceOf(InvalidArnException.class);
        assertThatThrownBy(() -> client.startExecution(start -> start.stateMachineArn(machine + "x")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> client.startExecution(
                        start -> start.stateMachineArn(machine).name("a b")))
                .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> client.createStateMachine(
                        create -> create.name("x").roleArn("role").definition("{")))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> client.listExecutions(
                        list -> list.stateMachineArn(machine).nextToken("nonsense")))
                .isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> client.listActivities()).hasMessageContaining("ListActivities is not supported here");
    }

    @Test
    void shouldServeTheCli() throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> new File(folder, "aws").canExecute()),
                "the AWS CLI is not on the PATH");
        String machine = text(
                aws(
                        "create-state-machine",
                        "--name",
                        "video",
                        "--role-arn",
                        "arn:aws:iam::123456789012:role/any",
                        "--definition",
                        DEFINITION),
                "stateMachineArn");
        assertThat(aws("list-state-machines").toString()).contains(machine);
        assertThat(text(aws("describe-state-machine", "--state-machine-arn", machine), "definition"))
                .isEqualTo(DEFINITION);
        String execution = text(
                aws("start-execution", "--state-machine-arn", machine, "--name", "one", "--input", "{\"n\": 7}"),
                "executionArn");
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
        assertThat(text(aws("describe-execution", "--execution-arn", execution), "output"))
                .isEqualTo("{\"n\":7}");
        assertThat((List<?>) aws("get-execution-history", "--execution-arn", execution, "--reverse-order")
                        .get("events"))
                .hasSize(9);
        String running = text(
                aws("start-execution", "--state-machine-arn", machine, "--input", "{\"n\": \"never\"}"),
                "executionArn");
        aws("stop-execution", "--execution-arn", running);
        assertThat(text(aws("describe-execution", "--execution-arn", running), "status"))
                .isEqualTo("ABORTED");
        assertThat((List<?>)
                        aws("list-executions", "--state-machine-arn", machine).get("executions"))
                .hasSize(2);
    }

    private Map<?, ?> aws(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "aws",
                "stepfunctions",
                "--endpoint-url",
                server.endpoint().toString(),
                "--region",
                "us-east-1",
                "--output",
                "json"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AWS_ACCESS_KEY_ID", "any");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "any");
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        return (Map<?, ?>) Json.parse(output);
    }

    private static String text(Map<?, ?> answer, String field) {
        return (String) answer.get(field);
    }

    private String createMachine(String name) {
        return client.createStateMachine(create -> create.name(name)
                        .roleArn("arn:aws:iam::123456789012:role/any")
                        .definition(DEFINITION))
                .stateMachineArn();
    }

    private List<String> names(String machine, ExecutionStatus status) {
        return client.listExecutions(list -> list.stateMachineArn(machine).statusFilter(status)).executions().stream()
                .map(ExecutionListItem::name)
                .toList();
    }
}
