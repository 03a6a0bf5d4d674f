package io.github.falvideo.local.cli;

import io.github.falvideo.Configuration;
import io.github.falvideo.local.LocalApplication;
import io.github.falvideo.local.Ports;
import io.github.falvideo.local.serve.Server;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole application as a server on this machine. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Serves the application on this machine: the API, the Step Functions API, the S3 API and a folder for uploads.",
            "Everything lies in one data folder. Videos that run when it stops, however it stops, go on at the next start."
        },
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "data",
            description = "./data unless you say otherwise.")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Where the API listens: 8080 unless you say otherwise; 0 for any free one.")
    private int port;

    @Option(names = "--s3-port", paramLabel = "N", description = "Where S3 listens: the API's port plus 1.")
    private Integer s3Port;

    @Option(
            names = "--stepfunctions-port",
            paramLabel = "N",
            description = "Where Step Functions listens: the API's port plus 2.")
    private Integer stepFunctionsPort;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Server server = Server.start(
                new LocalApplication.Settings(
                        data.toAbsolutePath().normalize(),
                        surroundings.falKey(),
                        surroundings.standIn(),
                        surroundings.faults(),
                        new Ports(beside(s3Port, 1), beside(stepFunctionsPort, 2), beside(null, 3)),
                        true,
                        Configuration.SUBMIT_WINDOW),
                port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "ctrl-c"));
        tell(server);
        new CountDownLatch(1).await(); // until the process is told to end
        return ExitCode.MADE;
    }

    private int beside(Integer chosen, int distance) {
        return chosen != null ? chosen : port == 0 ? 0 : port + distance;
    }

    private void stop(Server server) {
        server.close();
        surroundings.out().println("Stopped. Videos that were running go on at the next start.");
        surroundings.out().flush();
    }

    private void tell(Server server) {
        String aws = "AWS_ACCESS_KEY_ID=" + LocalApplication.CREDENTIALS.accessKeyId() + " AWS_SECRET_ACCESS_KEY="
                + LocalApplication.CREDENTIALS.secretAccessKey() + " AWS_DEFAULT_REGION=us-east-1 aws --endpoint-url ";
        LocalApplication application = server.application();
        PrintStream out = surroundings.out();
        out.println(
                surroundings.falKey() == null
                        ? "FAL_KEY is not set: using the stand-in for fal. It costs nothing, and its videos are placeholders."
                        : "Using fal, with the key in FAL_KEY. fal bills every video.");
        out.println("Serving on " + server.api() + ", until Ctrl-C. Everything lies in " + data + ". Try:");
        out.println();
        out.println("  curl -s " + server.api() + "/videos -H 'Content-Type: application/json' \\");
        out.println("    -d '{\"input\": {\"image_url\": \"s3://" + LocalApplication.BUCKET + "/"
                + Server.SAMPLES.get(0) + "\", \"audio_url\": \"s3://" + LocalApplication.BUCKET + "/"
                + Server.SAMPLES.get(1) + "\"}}'");
        out.println("  curl -s " + server.api() + "/videos");
        out.println("  " + aws + application.s3Endpoint() + " s3 ls --recursive s3://" + LocalApplication.BUCKET);
        out.println("  " + aws + application.stepFunctionsEndpoint() + " stepfunctions start-execution \\");
        out.println("    --state-machine-arn " + application.stateMachineArn()
                + " --input file://events/execution-input.json");
        out.println();
        out.println("A picture and a voice of the same name, me.png and me.mp3, become a video when they are put into");
        out.println("  " + server.uploads());
        out.flush();
    }
}
