package io.github.falvideo.local.serve;

import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.Ports;
import io.github.falvideo.local.fal.StandInSettings;
import io.github.falvideo.local.fal.faults.FaultPlan;
import io.github.falvideo.local.fal.faults.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A server in a process of its own, to be killed: videos take ten seconds, and a claim without an answer is uncertain after five.
 * Each request is known by its picture.
 */
public final class Killable {
    static final Duration SUBMIT_WINDOW = Duration.ofSeconds(5);

    private Killable() {}

    /** @param args the data folder, the API's port, and the distance of the others from it is one each */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        Server server = Server.start(
                new LocalApplication.Settings(
                        Path.of(args[0]),
                        null,
                        StandInSettings.forPeople("test:key")
                                .with(new Pace(0, Duration.ofSeconds(1), Duration.ofSeconds(9)))
                                .withLabel(input -> String.valueOf(input.get("image_url"))),
                        new FaultPlan(),
                        new Ports(port + 1, port + 2, port + 3),
                        true,
                        SUBMIT_WINDOW),
                port);
        System.out.println("ready " + server.api());
        new CountDownLatch(1).await();
    }
}
