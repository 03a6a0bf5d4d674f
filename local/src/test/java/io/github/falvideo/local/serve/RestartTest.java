package io.github.falvideo.local.serve;

import static io.github.falvideo.local.serve.RunningServer.SLOW;
import static io.github.falvideo.local.serve.RunningServer.quickRequest;
import static io.github.falvideo.local.serve.RunningServer.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.Configuration;
import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.Ports;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Pace;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server after another over the same data folder. */
class RestartTest {
    @TempDir
    Path data;

    @Test
    void shouldKeepListingWhatHasEndedAndGoOnWithTheRest() throws Exception {
        String ended;
        String running;
        Map<?, ?> before;
        try (RunningServer first = new RunningServer(data)) {
            ended = first.start(quickRequest());
            first.await(ended, "SUCCEEDED");
            running = first.start(request(SLOW));
            first.await(running, "IN_PROGRESS");
            before = RunningServer.json(first.get("/videos"));
        }

        try (RunningServer next = new RunningServer(data)) {
            next.await(running, "IN_PROGRESS");
            assertThat(RunningServer.json(next.get("/videos"))).isEqualTo(before);
            assertThat(requests()).isEqualTo(2);
            assertThat(next.delete("/videos/" + running).statusCode()).isEqualTo(202);
            next.await(running, "CANCELLED");
        }
    }

    @Test
    void shouldLetAnEndStandThatTheJournalHadNotHeardOf() throws Exception {
        String id;
        try (RunningServer first = new RunningServer(data)) {
            id = first.start(quickRequest());
            first.await(id, "SUCCEEDED");
        }
        rewrite(id, "RUNNING");
        // Gone at fal in the meantime, as a real result is after an hour.
        Files.move(data.resolve("stand-in/requests"), data.resolve("stand-in/gone"));

        try (RunningServer next = new RunningServer(data)) {
            assertThat(RunningServer.json(next.get("/videos/" + id)).get("status"))
                    .isEqualTo("SUCCEEDED");
            assertThat(next.server()
                            .application()
                            .stepFunctions()
                            .describeExecution(describe -> describe.executionArn(next.server()
                                            .application()
                                            .stateMachineArn()
                                            .replace(":stateMachine:", ":execution:")
                                    + ":" + id))
                            .statusAsString())
                    .isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void shouldCancelWhatWasStoppedAndNotYetCancelled() throws Exception {
        String id;
        try (RunningServer first = new RunningServer(data)) {
            id = first.start(request(SLOW));
            first.await(id, "IN_PROGRESS");
        }
        rewrite(id, "ABORTED");
        closeIdleConnections(LastStart.read(data).orElseThrow().fal());

        try (RunningServer next = new RunningServer(data)) {
            Map<?, ?> status = next.await(id, "CANCELLED");
            assertThat(data.resolve("stand-in/requests/" + status.get("requestId") + "/cancelled.json"))
                    .exists();
        }
    }

    @Test
    void shouldListenWhereItDidBefore() throws Exception {
        LastStart first;
        try (RunningServer server = new RunningServer(data)) {
            first = LastStart.read(data).orElseThrow();
            assertThat(first.api()).isEqualTo(server.server().api().getPort());
        }
        try (RunningServer server = new RunningServer(data)) {
            assertThat(LastStart.read(data)).hasValue(first);
            assertThat(server.server().api().getPort()).isEqualTo(first.api());
        }
    }

    @Test
    void shouldRefuseAFolderThatIsServedAlready() throws Exception {
        try (RunningServer server = new RunningServer(data)) {
            assertThatThrownBy(() -> new RunningServer(data))
                    .isInstanceOf(IOException.class)
                    .hasMessage(data + " is served by another process already.");
            assertThat(server.get("/videos").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldNotMixPlaceholdersWithVideosThatAreBilled() throws Exception {
        new RunningServer(data).close();

        assertThatThrownBy(() -> Server.start(
                        new LocalApplication.Settings(
                                data,
                                "real:key",
                                StandInSettings.forPeople("test:key").with(Pace.atOnce()),
                                new FaultPlan(),
                                Ports.ANY,
                                true,
                                Configuration.SUBMIT_WINDOW),
                        0))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        data + " holds videos of the stand-in: unset FAL_KEY, or choose another folder with --data.");
    }

    @Test
    void shouldSayWhatToDoAboutAPortThatIsTaken() throws Exception {
        try (RunningServer other = new RunningServer(data.resolve("other"))) {
            int taken = other.server().api().getPort();
            assertThatThrownBy(() -> Server.start(
                            new LocalApplication.Settings(
                                    data.resolve("mine"),
                                    null,
                                    StandInSettings.forPeople("test:key"),
                                    new FaultPlan(),
                                    Ports.ANY,
                                    true,
                                    Configuration.SUBMIT_WINDOW),
                            taken))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("choose others: --port 9080");
        }
    }

    /** A process that is started again has none; this JVM still has some to a server that is no more. */
    private static void closeIdleConnections(int port) throws IOException {
        URL url = URI.create("http://127.0.0.1:" + port + "/").toURL();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> url.openConnection().getInputStream()).isInstanceOf(IOException.class);
        }
    }

    private long requests() throws IOException {
        try (var requests = Files.list(data.resolve("stand-in/requests"))) {
            return requests.count();
        }
    }

    /** As if the process had been killed between an end and its entry, or the other way round. */
    private void rewrite(String id, String status) throws IOException {
        Path entry = data.resolve("executions/" + id + ".json");
        Map<String, Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) Json.parse(Files.readString(entry))).forEach((name, value) -> fields.put((String) name, value));
        fields.put("status", status);
        fields.put("stopDate", status.equals("RUNNING") ? null : fields.get("startDate"));
        Files.writeString(entry, Json.text(fields));
    }
}
