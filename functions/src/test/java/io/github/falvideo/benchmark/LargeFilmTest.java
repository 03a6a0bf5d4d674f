package io.github.falvideo.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LargeFilmTest {
    private static final long GIBIBYTE = 1L << 30;

    /** The handler as Lambda makes it, its real clients, a JVM of its own. */
    @Test
    @Timeout(300)
    void shouldStoreAGibibyteThroughAHeapOf96Megabytes() throws Exception {
        try (FilmServer film = new FilmServer(GIBIBYTE, 0);
                CountingS3 store = new CountingS3();
                Contender handler = Contender.jvm("store", film.uri("/film.mp4"), store.uri(""), List.of("-Xmx96m"))) {
            assertThat(handler.run().result()).isEqualTo(GIBIBYTE + " " + film.sha256());

            assertThat(store.bytes()).isEqualTo(GIBIBYTE);
            List<LoopbackServer.Head> parts = store.requests().stream()
                    .filter(request -> request.method().equals("PUT"))
                    .toList();
            assertThat(parts)
                    .hasSize(128)
                    .allSatisfy(part ->
                            assertThat(part.header("x-amz-checksum-crc32")).hasSize(8));
            assertThat(store.requests().get(store.requests().size() - 1).target())
                    .startsWith("/my-videos/videos/benchmark/video.mp4?uploadId=upload-1");
        }
    }
}
