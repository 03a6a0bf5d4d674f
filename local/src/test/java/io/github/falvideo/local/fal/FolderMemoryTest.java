package io.github.falvideo.local.fal;

import static io.github.falvideo.local.fal.StandInCaller.FILM;
import static io.github.falvideo.local.fal.StandInCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stand-in after another over the same folder, as when the process was killed in between. */
class FolderMemoryTest {
    private static final String LABEL = "https://example.org/a.png https://example.org/a.mp3";

    @TempDir
    Path folder;

    private final AtomicInteger rendered = new AtomicInteger();

    @Test
    void shouldGoOnByTheClockAndNotCountTwice() throws IOException {
        life(Runnable::run).submit();

        StandInCaller next = life(Runnable::run);

        assertThat(json(next.status("request-1")))
                .containsEntry("status", "IN_QUEUE")
                .containsEntry("queue_position", 2);
        next.runPasses();
        assertThat(json(next.status("request-1"))).containsEntry("status", "COMPLETED");
        assertThat(next.media("request-1", Map.of()).body().bytes()).isEqualTo(FILM.bytes());
        assertThat(next.queue.accepted()).isEqualTo(Map.of(LABEL, 1));
        assertThat(rendered).hasValue(1);
    }

    @Test
    void shouldDoTheWorkAgainThatHadNotEnded() throws IOException {
        life(work -> {}).submit(); // killed before the work began

        StandInCaller next = life(Runnable::run);
        next.runPasses();

        assertThat(rendered).hasValue(0); // nobody has asked yet
        assertThat(json(next.status("request-1"))).containsEntry("status", "COMPLETED");
        assertThat(next.media("request-1", Map.of()).body().bytes()).isEqualTo(FILM.bytes());
        assertThat(rendered).hasValue(1);
    }

    @Test
    void shouldRemainCancelled() throws IOException {
        StandInCaller first = life(Runnable::run);
        first.submit();
        assertThat(first.cancel("request-1").status()).isEqualTo(200);

        StandInCaller next = life(Runnable::run);

        assertThat(json(next.status("request-1"))).containsEntry("error_type", "client_cancelled");
        assertThat(json(next.cancel("request-1"))).containsEntry("status", "ALREADY_COMPLETED");
    }

    @Test
    void shouldRemainFailed() throws IOException {
        StandInCaller first = life(Runnable::run);
        first.set(
                CallKind.SUBMIT,
                Occurrences.always(),
                Faults.failing("face_detection_error", "Could not find a face."));
        first.submit();

        StandInCaller next = life(Runnable::run);
        next.runPasses();

        assertThat(next.result("request-1").status()).isEqualTo(422);
        assertThat(StandInCaller.details(next.result("request-1")).get(0))
                .containsEntry("msg", "Could not find a face.");
    }

    @Test
    void shouldKeepAFilmOnceHoweverManyRequestsShowIt() throws IOException {
        StandInCaller first = life(Runnable::run);
        first.submit();
        first.submit();

        try (var films = Files.list(folder.resolve("films"))) {
            assertThat(films).hasSize(1);
        }
        assertThat(life(Runnable::run).queue.requests()).hasSize(2);
    }

    @Test
    void shouldKeepUploads() throws IOException {
        StandInCaller first = life(Runnable::run);
        String place = (String) json(first.call(
                        "POST",
                        "/storage/upload/initiate",
                        "{\"file_name\": \"a.txt\", \"content_type\": \"text/plain\"}"))
                .get("upload_url");
        String path = place.substring(place.indexOf("/storage"));
        assertThat(first.call("PUT", path, "hello").status()).isEqualTo(200);

        Answer.Reply file = life(Runnable::run).call("GET", path.replace("/storage/uploads/", "/files/uploads/"), "");

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.headers()).containsEntry("Content-Type", "text/plain");
        assertThat(new String(file.body().bytes())).isEqualTo("hello");
    }

    private StandInCaller life(Executor work) throws IOException {
        return new StandInCaller(
                (id, model, input) -> {
                    rendered.incrementAndGet();
                    return FILM;
                },
                new FolderMemory(folder),
                work);
    }
}
