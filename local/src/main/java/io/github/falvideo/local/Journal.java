package io.github.falvideo.local;

import io.github.falvideo.local.asl.ExecutionListener;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Every execution in a file of its own, {@code NAME.json}: there before its start is answered, and rewritten at its end. Each
 * version of a file appears whole. So it outlives the process, however that ends.
 */
final class Journal implements ExecutionListener {
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());
    private static final String SUFFIX = ".json";

    private final Path folder;

    /** @throws IOException when the folder cannot be made */
    Journal(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Everything that it holds, in the order of the starts. */
    List<ExecutionRecord> read() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .map(Journal::read)
                    .sorted(Comparator.comparing(ExecutionRecord::startDate))
                    .toList();
        }
    }

    /** @throws UncheckedIOException when the start could not be written, and so must not be answered */
    @Override
    public void statusChanged(ExecutionRecord execution) {
        try {
            write(execution);
        } catch (IOException e) {
            if (execution.status() == ExecutionStatus.RUNNING) {
                throw new UncheckedIOException("The start of " + execution.name() + " could not be written", e);
            }
            // Its end will be found out again at the next start: the status file tells it.
            LOG.log(Level.ERROR, "the end of " + execution.name() + " could not be written: " + e);
        }
    }

    private void write(ExecutionRecord execution) throws IOException {
        Path part = Files.createTempFile(folder, ".", ".part");
        Files.writeString(part, Json.text(fields(execution)));
        Files.move(part, folder.resolve(fileName(execution.name())), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Names may have letters that not every file system knows. */
    private static String fileName(String name) {
        boolean plain = name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
        return (plain ? name : "." + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))) + SUFFIX;
    }

    private static Map<String, Object> fields(ExecutionRecord execution) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("executionArn", execution.executionArn());
        fields.put("stateMachineArn", execution.stateMachineArn());
        fields.put("name", execution.name());
        fields.put("status", execution.status().name());
        fields.put("startDate", execution.startDate().toString());
        fields.put(
                "stopDate",
                execution.stopDate() == null ? null : execution.stopDate().toString());
        fields.put("input", execution.input());
        fields.put("output", execution.output());
        fields.put("error", execution.error());
        fields.put("cause", execution.cause());
        return fields;
    }

    private static ExecutionRecord read(Path file) {
        try {
            Map<?, ?> fields = (Map<?, ?>) Json.parse(Files.readString(file));
            String stopDate = (String) fields.get("stopDate");
            return new ExecutionRecord(
                    (String) fields.get("executionArn"),
                    (String) fields.get("stateMachineArn"),
                    (String) fields.get("name"),
                    ExecutionStatus.valueOf((String) fields.get("status")),
                    Instant.parse((String) fields.get("startDate")),
                    stopDate == null ? null : Instant.parse(stopDate),
                    (String) fields.get("input"),
                    (String) fields.get("output"),
                    (String) fields.get("error"),
                    (String) fields.get("cause"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    file + " is not what this application has written. Look at it, then mend or remove it.", e);
        }
    }
}
