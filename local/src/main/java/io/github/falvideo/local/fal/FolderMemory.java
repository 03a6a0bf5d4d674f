package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.faults.Pace;
import io.github.falvideo.local.fal.model.Content;
import io.github.falvideo.local.fal.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A memory in a folder: {@code requests/ID/} with {@code request.json}, later {@code cancelled.json} and {@code outcome.json}; {@code
 * films/} by their content; {@code uploads/ID/}. Every file appears whole or not at all, and is never changed.
 */
final class FolderMemory implements Memory {
    private static final System.Logger LOG = System.getLogger(FolderMemory.class.getName());
    private static final String REQUEST = "request.json";
    private static final String CANCELLED = "cancelled.json";
    private static final String OUTCOME = "outcome.json";

    private final Path requests;
    private final Path films;
    private final Path uploads;

    /** @throws IOException when the folder cannot be made */
    FolderMemory(Path folder) throws IOException {
        requests = Files.createDirectories(folder.resolve("requests"));
        films = Files.createDirectories(folder.resolve("films"));
        uploads = Files.createDirectories(folder.resolve("uploads"));
    }

    @Override
    public List<Remembered> requests() {
        try (Stream<Path> folders = Files.list(requests)) {
            return folders.filter(folder -> Files.exists(folder.resolve(REQUEST)))
                    .map(FolderMemory.this::request)
                    .sorted(Comparator.comparing(remembered -> remembered.run().submittedAt()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Remembered request(Path folder) {
        try {
            Map<String, Object> request = read(folder.resolve(REQUEST));
            Map<?, ?> pace = (Map<?, ?>) request.get("pace");
            String model = (String) request.get("model");
            Run run = new Run(
                    folder.getFileName().toString(),
                    Route.app(model),
                    (String) request.get("label"),
                    Instant.parse((String) request.get("submittedAt")),
                    new Pace(
                            ((Number) pace.get("ahead")).intValue(),
                            Duration.ofMillis(((Number) pace.get("perPositionMillis")).longValue()),
                            Duration.ofMillis(((Number) pace.get("runningMillis")).longValue())));
            if (Files.exists(folder.resolve(CANCELLED))) {
                run.cancel();
            }
            return new Remembered(run, model, fields(request.get("input")), outcome(folder.resolve(OUTCOME)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome outcome(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, Object> outcome = read(file);
        if (outcome.get("film") instanceof String film) {
            return Files.exists(films.resolve(film)) ? new Outcome.Made(Content.of(films.resolve(film))) : null;
        }
        return new Outcome.Failed(
                ((Number) outcome.get("status")).intValue(),
                (String) outcome.get("errorType"),
                fields(outcome.get("body")));
    }

    @Override
    public void accepted(Run run, String model, Map<String, Object> input) throws IOException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("model", model);
        request.put("label", run.label());
        request.put("submittedAt", run.submittedAt().toString());
        request.put(
                "pace",
                Map.of(
                        "ahead", run.pace().ahead(),
                        "perPositionMillis", run.pace().perPosition().toMillis(),
                        "runningMillis", run.pace().running().toMillis()));
        request.put("input", input);
        Path folder = Files.createDirectories(requests.resolve(run.id()));
        write(folder.resolve(REQUEST), Content.of(Json.text(request)).bytes());
    }

    @Override
    public void cancelled(Run run) {
        try {
            write(
                    requests.resolve(run.id()).resolve(CANCELLED),
                    Content.of("{}").bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the cancel could not be kept", e);
        }
    }

    @Override
    public Outcome ended(Run run, Outcome outcome) {
        try {
            Outcome kept = outcome;
            Map<String, Object> told = new LinkedHashMap<>();
            if (outcome instanceof Outcome.Made made) {
                Path film = film(made.video().bytes());
                told.put("film", String.valueOf(film.getFileName()));
                kept = new Outcome.Made(Content.of(film));
            } else if (outcome instanceof Outcome.Failed failed) {
                told.put("status", failed.status());
                told.put("errorType", failed.errorType());
                told.put("body", failed.body());
            }
            write(
                    requests.resolve(run.id()).resolve(OUTCOME),
                    Content.of(Json.text(told)).bytes());
            return kept;
        } catch (IOException e) {
            // It is there for as long as this process; the next one does the work again.
            LOG.log(System.Logger.Level.WARNING, "the stand-in could not keep an outcome: " + e);
            return outcome;
        }
    }

    private Path film(byte[] bytes) throws IOException {
        Path film = films.resolve(Content.of(bytes).sha256() + ".mp4");
        if (!Files.exists(film)) {
            write(film, bytes);
        }
        return film;
    }

    @Override
    public void stored(String uploadId, StoredFile file) {
        try {
            Path folder = Files.createDirectories(uploads.resolve(uploadId));
            write(folder.resolve("type"), Content.of(file.contentType()).bytes());
            write(folder.resolve("content"), file.content().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the upload could not be kept", e);
        }
    }

    @Override
    public Optional<StoredFile> file(String uploadId) {
        Path content = uploads.resolve(uploadId).resolve("content");
        try {
            return uploadId.matches("[\\w-]+") && Files.exists(content)
                    ? Optional.of(new StoredFile(Files.readString(content.resolveSibling("type")), Content.of(content)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> read(Path file) throws IOException {
        return Json.object(Files.readAllBytes(file));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling("." + UUID.randomUUID() + ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, Object> fields(Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, field) -> fields.put(String.valueOf(name), field));
        return fields;
    }
}
