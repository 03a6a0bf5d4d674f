package io.github.falvideo.local.cli;

import io.github.falvideo.CheckStatusHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One look at a request in fal's queue. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says where a request stands at fal, by its request id.",
        sortOptions = false)
final class StatusCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private RequestOptions wanted;

    @Mixin
    private OutputOptions output;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        try (FalAccess fal = FalAccess.open(output.application(surroundings));
                Display display = output.display(surroundings)) {
            CheckStatusHandler.Output status =
                    CheckStatusHandler.Output.of(fal.queue().status(wanted.request()));
            display.end(fields(status), List.of(line(status)));
            return status.error() == null ? ExitCode.MADE : ExitCode.FAILED;
        }
    }

    /** The names of status.json. */
    static Map<String, Object> fields(CheckStatusHandler.Output status) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status.status());
        fields.put("message", status.message());
        fields.put("queuePosition", status.queuePosition());
        fields.put("progress", status.progress());
        fields.put("error", status.error());
        fields.values().removeIf(value -> value == null);
        return fields;
    }

    private static String line(CheckStatusHandler.Output status) {
        return status.message()
                + (status.progress() == null ? "" : " " + status.progress() + "%")
                + (status.error() == null ? "" : " " + status.error());
    }
}
