package io.github.falvideo.local.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.falvideo.local.asl.Recordings;
import io.github.falvideo.local.asl.StateMachines;
import io.github.falvideo.local.asl.VirtualTime;
import io.github.falvideo.local.asl.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The API's answers beside those that AWS gave. The recorded machine is a Pass state with JSONPath's Result, which is refused here; the same
 * in JSONata stands for it.
 */
class ApiConformanceTest {
    private static final String PASS =
            "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"State_1\",\"States\":{\"State_1\":{\"Type\":\"Pass\","
                    + "\"Output\":{\"Arg1\":\"argument1\"},\"End\":true}}}";
    private static final String WAIT =
            "{\"StartAt\":\"State_1\",\"States\":{\"State_1\":{\"Type\":\"Wait\",\"Seconds\":60,\"End\":true}}}";

    private final VirtualTime time = new VirtualTime(Instant.parse("2025-01-01T00:00:00Z"), 1);
    private StepFunctionsServer server;
    private Wire wire;
    private Optional<Object> recordings;

    @BeforeEach
    void start() throws Exception {
        recordings = Recordings.read("api.json");
        assumeTrue(recordings.isPresent(), "asl.conformance names no folder");
        server = StepFunctionsServer.start(
                StateMachines.in(time).account("111111111111").build(), 0);
        wire = new Wire(server.endpoint());
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        time.close();
    }

    @Test
    void shouldCreateAndDelete() throws Exception {
        var recorded = recorded("test_create_delete_valid_sm");
        Wire.Answer created = create("one", PASS);
        agrees(recorded.get("creation_resp_1"), created);
        agrees(recorded.get("deletion_resp_1"), wire.call("DeleteStateMachine", "stateMachineArn", arn(created)));
    }

    @Test
    void shouldRefuseADefinitionWithoutStates() throws Exception {
        refuses(
                recorded("test_create_delete_invalid_sm").get("invalid_definition_1"),
                create("one", "{\"StartAt\":\"State_1\"}"));
    }

    @Test
    void shouldCreateTheSameTwice() throws Exception {
        var recorded = recorded("test_create_exact_duplicate_sm");
        Wire.Answer first = create("one", PASS);
        Wire.Answer second = create("one", PASS);
        agrees(recorded.get("creation_resp_2"), second);
        assertThat(second.body()).isEqualTo(first.body());
        Wire.Answer described = wire.call("DescribeStateMachine", "stateMachineArn", arn(first));
        Map<String, Object> expected = new LinkedHashMap<>();
        recorded.get("describe_resp_1_2").forEach((name, value) -> expected.put((String) name, value));
        expected.put("definition", PASS);
        agrees(expected, described);
    }

    @Test
    void shouldRefuseAnotherMachineOfThatName() throws Exception {
        create("one", PASS);
        refuses(recorded("test_create_duplicate_sm_name").get("already_exists_1"), create("one", WAIT));
    }

    @Test
    void shouldStartListAndShowTheHistory() throws Exception {
        var recorded = recorded("test_start_execution");
        String machine = arn(create("one", PASS));
        Wire.Answer started = wire.call("StartExecution", "stateMachineArn", machine);
        agrees(recorded.get("exec_resp"), started);
        quiet();
        agrees(recorded.get("exec_list_resp"), wire.call("ListExecutions", "stateMachineArn", machine));
        agrees(
                recorded.get("exec_hist_resp"),
                wire.call("GetExecutionHistory", "executionArn", started.text("executionArn")));
    }

    @Test
    void shouldNotStartWhatIsNotThere() throws Exception {
        String machine = arn(create("one", PASS));
        refuses(
                recorded("test_invalid_start_execution_arn").get("start_exec_of_deleted"),
                wire.call("StartExecution", "stateMachineArn", machine.replace("one", "statemachine_invalid_one")));
    }

    @Test
    void shouldRefuseInputsThatAreNoJson() throws Exception {
        var recorded = recorded("test_invalid_start_execution_input");
        String machine = arn(create("one", PASS));
        refuses(recorded.get("start_exec_str_inp"), startWith(machine, "not some json"));
        refuses(recorded.get("start_exec_not_json_inp"), startWith(machine, "{'not': 'json'}"));
        refuses(recorded.get("start_res_empty"), startWith(machine, ""));
        agrees(recorded.get("start_res_num"), startWith(machine, "2"));
        agrees(recorded.get("start_res_str"), startWith(machine, "\"some text\""));
        agrees(recorded.get("start_res_null"), startWith(machine, "null"));
    }

    @Test
    void shouldStopAWait() throws Exception {
        var recorded = recorded("test_stop_execution");
        String machine = arn(create("one", WAIT));
        time.hold();
        String execution =
                wire.call("StartExecution", "stateMachineArn", machine).text("executionArn");
        quiet();
        agrees(recorded.get("stop_res"), wire.call("StopExecution", "executionArn", execution));
        agrees(recorded.get("exec_hist_resp"), wire.call("GetExecutionHistory", "executionArn", execution));
    }

    @Test
    void shouldListMachines() throws Exception {
        var recorded = recordedList("test_list_sms", "lst_resp_filter");
        List<String> arns = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            arns.add(arn(create(name, PASS)));
        }
        Recordings.assertAgrees(recorded, wire.call("ListStateMachines").body().get("stateMachines"));
        for (String arn : arns) {
            wire.call("DeleteStateMachine", "stateMachineArn", arn);
        }
        assertThat(wire.call("ListStateMachines").body().get("stateMachines")).isEqualTo(List.of());
    }

    @Test
    void shouldNameAMachineThatIsNotThere() throws Exception {
        assertThat(sentence(
                        "DescribeStateMachine",
                        wire.call("DescribeStateMachine", "stateMachineArn", "sm_nonexistent_arn")))
                .isEqualTo(content("test_describe_nonexistent_sm").get("describe_nonexistent_sm"));
        assertThat(sentence("ListExecutions", wire.call("ListExecutions", "stateMachineArn", "ssm_nonexistent_arn")))
                .isEqualTo(recorded("test_list_execution_no_such_state_machine")
                        .get("exception")
                        .get("exception_value"));
    }

    @Test
    void shouldReverseAHistory() throws Exception {
        var recorded = recorded("test_get_execution_history_reversed");
        String execution = startWith(arn(create("one", PASS)), "{}").text("executionArn");
        quiet();
        agrees(
                recorded.get("get_execution_history_reverseOrder[False]"),
                wire.call("GetExecutionHistory", "executionArn", execution, "reverseOrder", false));
        agrees(
                recorded.get("get_execution_history_reverseOrder[True]"),
                wire.call("GetExecutionHistory", "executionArn", execution, "reverseOrder", true));
    }

    @Test
    void shouldDescribeAnExecution() throws Exception {
        String execution = startWith(arn(create("one", PASS)), "{}").text("executionArn");
        quiet();
        agrees(
                recorded("test_describe_execution").get("describe_execution"),
                wire.call("DescribeExecution", "executionArn", execution));
    }

    @Test
    void shouldPageExecutionsNewestFirst() throws Exception {
        var recorded = recorded("test_list_executions_pagination");
        String machine = arn(create("one", PASS));
        for (int i = 0; i < 13; i++) {
            wire.call("StartExecution", "stateMachineArn", machine, "name", "e" + i);
        }
        quiet();
        Wire.Answer first = wire.call("ListExecutions", "stateMachineArn", machine, "maxResults", 10);
        agrees(recorded.get("list-executions-page-1"), first);
        Wire.Answer second = wire.call(
                "ListExecutions", "stateMachineArn", machine, "maxResults", 10, "nextToken", first.text("nextToken"));
        agrees(recorded.get("list-executions-page-2"), second);
        List<Object> names = new ArrayList<>();
        for (Wire.Answer page : List.of(first, second)) {
            ((List<?>) page.body().get("executions")).forEach(item -> names.add(((Map<?, ?>) item).get("name")));
        }
        assertThat(names)
                .containsExactly("e12", "e11", "e10", "e9", "e8", "e7", "e6", "e5", "e4", "e3", "e2", "e1", "e0");
        refuses(
                recorded.get("list-executions-invalid-param-too-large"),
                wire.call("ListExecutions", "stateMachineArn", machine, "maxResults", 1001));
        refuses(
                recorded.get("list-executions-invalid-param-long-nextToken"),
                wire.call("ListExecutions", "stateMachineArn", machine, "nextToken", "x".repeat(3097)));
    }

    @Test
    void shouldStartOnceForTheSameNameAndInput() throws Exception {
        var recorded = recorded("test_start_execution_idempotent");
        String machine = arn(create("one", WAIT));
        time.hold();
        Wire.Answer first = wire.call("StartExecution", "stateMachineArn", machine, "name", "n", "input", "{}");
        agrees(recorded.get("exec_resp"), first);
        Wire.Answer again = wire.call("StartExecution", "stateMachineArn", machine, "name", "n", "input", "{}");
        agrees(recorded.get("exec_resp_idempotent"), again);
        assertThat(again.body()).isEqualTo(first.body());
        refuses(
                recorded.get("start_exec_already_exists"),
                wire.call("StartExecution", "stateMachineArn", machine, "name", "n", "input", "{\"a\":1}"));
        wire.call("StopExecution", "executionArn", first.text("executionArn"));
        refuses(
                recorded.get("start_exec_already_exists"),
                wire.call("StartExecution", "stateMachineArn", machine, "name", "n", "input", "{}"));
    }

    private Wire.Answer create(String name, String definition) throws Exception {
        return wire.call("CreateStateMachine", "name", name, "definition", definition, "roleArn", "snf_role_arn");
    }

    private Wire.Answer startWith(String machine, String input) throws Exception {
        return wire.call("StartExecution", "stateMachineArn", machine, "input", input);
    }

    private static String arn(Wire.Answer created) {
        return created.text("stateMachineArn");
    }

    private void quiet() throws InterruptedException {
        assertThat(time.awaitQuiet(Duration.ofSeconds(20))).isTrue();
    }

    private Map<?, ?> content(String test) {
        Map<?, ?> all = (Map<?, ?>) recordings.orElseThrow();
        return (Map<?, ?>) ((Map<?, ?>) all.get(test)).get("recorded-content");
    }

    private Map<String, Map<?, ?>> recorded(String test) {
        Map<String, Map<?, ?>> answers = new LinkedHashMap<>();
        content(test)
                .forEach((name, answer) -> answers.put((String) name, answer instanceof Map<?, ?> map ? map : null));
        return answers;
    }

    private List<?> recordedList(String test, String name) {
        return (List<?>) content(test).get(name);
    }

    private static void agrees(Map<?, ?> recorded, Wire.Answer answer) {
        assertThat(answer.status()).as(Json.text(answer.body())).isEqualTo(200);
        Map<String, Object> body = new LinkedHashMap<>(answer.body());
        body.replaceAll((name, value) -> name.endsWith("Date") ? "datetime" : value);
        Recordings.assertAgrees(recorded, body);
    }

    private static void refuses(Map<?, ?> recorded, Wire.Answer answer) {
        Map<?, ?> error = (Map<?, ?>) recorded.get("Error");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorType()).isEqualTo(error.get("Code"));
        assertThat(answer.text("__type")).isEqualTo(error.get("Code"));
        Recordings.assertAgrees(error.get("Message"), answer.text("message"));
    }

    private static String sentence(String operation, Wire.Answer answer) {
        return "An error occurred (" + answer.errorType() + ") when calling the " + operation + " operation: "
                + answer.text("message");
    }
}
