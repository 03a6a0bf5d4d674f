package io.github.falvideo.local.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.aws.InMemoryS3.Stored;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.fal.RequestView;
import io.github.falvideo.video.VideoStatus;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is promised of every video that was started, whatever fal, the network, Lambda, S3 or the user did:
 *
 * <ol>
 *   <li>its execution has ended;
 *   <li>{@code status.json} says the same end as the execution;
 *   <li>fal took it at most once;
 *   <li>SUCCEEDED: its film lies in the bucket, byte for byte;
 *   <li>anything else leaves no part of a film and no open multipart upload;
 *   <li>what fal took can be found again: the request id stands in the claim, in status.json or in the execution, or the user is told
 *       that it is uncertain and where to look;
 *   <li>what the user was told is cancelled does not run at fal;
 *   <li>nobody but fal was called, and the key went to its queue only;
 *   <li>neither the key nor a signature stands in anything that is kept.
 * </ol>
 */
final class Promises {
    private final Chain chain;
    private final Map<String, List<RequestView>> atFal;
    private final Map<String, Integer> accepted;
    private final Set<String> openUploads;

    private Promises(Chain chain) {
        this.chain = chain;
        this.atFal = chain.fal.requests().stream().collect(Collectors.groupingBy(RequestView::label));
        this.accepted = chain.fal.accepted();
        this.openUploads = Set.copyOf(chain.s3.openUploads());
    }

    /** Of everything that was ever started in this chain. */
    static void assertKept(Chain chain) {
        assertThat(broken(chain)).isEmpty();
    }

    /** The promises that were not kept, each with the video's id. */
    static List<String> broken(Chain chain) {
        Promises promises = new Promises(chain);
        List<String> broken = new ArrayList<>();
        chain.workflow
                .machines()
                .executions(chain.workflow.stateMachineArn(), null)
                .forEach(execution -> promises.check(execution, broken));
        if (!chain.wire.strays().isEmpty()) {
            broken.add("called somebody else: " + chain.wire.strays());
        }
        if (chain.fal.strayKeys() > 0) {
            broken.add("the key was sent to a media host");
        }
        chain.kept().stream()
                .filter(text -> Secrets.in(text) != null)
                .forEach(text -> broken.add("a secret is kept: " + text));
        return broken;
    }

    private void check(ExecutionRecord execution, List<String> broken) {
        Video video = new Video(chain, execution.name());
        List<Function<Video, String>> promises = List.of(
                this::hasEnded,
                this::statusFileAgrees,
                this::takenOnce,
                this::filmIsWhole,
                this::noUploadIsOpen,
                this::canBeFound,
                this::cancelledIsCancelled);
        for (Function<Video, String> promise : promises) {
            String problem = promise.apply(video);
            if (problem != null) {
                broken.add(execution.name() + ": " + problem + "; execution " + execution.status() + " "
                        + execution.error() + " " + execution.cause() + "; told " + video.told() + "; claim "
                        + video.claim() + "; at fal " + atFal.getOrDefault(video.id(), List.of()));
            }
        }
    }

    private String hasEnded(Video video) {
        return video.status() == ExecutionStatus.RUNNING ? "is still running" : null;
    }

    private String statusFileAgrees(Video video) {
        Object told = video.toldStatus();
        boolean agrees =
                switch (video.status()) {
                    case SUCCEEDED -> "SUCCEEDED".equals(told);
                    case FAILED -> failure(video.error()).name().equals(told);
                    // An end that was written before somebody stopped the rest of the execution stays the truth.
                    case ABORTED ->
                        VideoStatus.isEnd(told)
                                && (!"SUCCEEDED".equals(told) || video.film().isPresent());
                    case TIMED_OUT -> "TIMED_OUT".equals(told);
                    case RUNNING -> false;
                };
        if (!agrees) {
            return "status.json says " + told;
        }
        return video.status() == ExecutionStatus.FAILED && !video.cause().equals(video.message())
                ? "status.json has other words than the execution"
                : null;
    }

    private static VideoStatus failure(String error) {
        return switch (error) {
            case "TimedOut" -> VideoStatus.TIMED_OUT;
            case "GenerationCancelled" -> VideoStatus.CANCELLED;
            default -> VideoStatus.FAILED;
        };
    }

    private String takenOnce(Video video) {
        int times = accepted.getOrDefault(video.id(), 0);
        return times > 1 ? "was taken " + times + " times" : null;
    }

    private String filmIsWhole(Video video) {
        Stored film = video.film().orElse(null);
        if (film == null) {
            return video.status() == ExecutionStatus.SUCCEEDED ? "succeeded without a film" : null;
        }
        String right = Films.sha256(Films.of(requests(video).get(0).requestId(), film.content().length));
        String stored = Films.sha256(new ByteArrayInputStream(film.content()));
        if (film.content().length != chain.filmSize(video.id()) || !stored.equals(right)) {
            return "its film is not the one that fal made";
        }
        if (video.status() != ExecutionStatus.SUCCEEDED) {
            return null;
        }
        boolean told = stored.equals(video.output().get("sha256"))
                && video.told().get("video") instanceof Map<?, ?> fields
                && stored.equals(fields.get("sha256"));
        return told ? null : "the SHA-256 in its output or status.json is another";
    }

    private String noUploadIsOpen(Video video) {
        return openUploads.stream().anyMatch(key -> key.contains("/" + video.id() + "/"))
                ? "a multipart upload is open"
                : null;
    }

    private String canBeFound(Video video) {
        if (!accepted.containsKey(video.id())) {
            return null;
        }
        String everything =
                video.claim() + " " + video.told() + " " + video.execution().output() + " " + video.cause();
        boolean named = requests(video).stream()
                .anyMatch(request -> everything.matches("(?s).*\\b" + request.requestId() + "\\b.*"));
        boolean warned = everything.contains("dashboard");
        return named || warned ? null : "nobody can find its request again";
    }

    private String cancelledIsCancelled(Video video) {
        String told = video.message() + " " + video.cause();
        if (told.contains("fal has cancelled request")
                && requests(video).stream().noneMatch(RequestView::cancelled)) {
            return "fal has not cancelled it";
        }
        boolean stopped = video.status() == ExecutionStatus.ABORTED || video.status() == ExecutionStatus.TIMED_OUT;
        boolean unfinished =
                requests(video).stream().anyMatch(request -> !request.state().equals("COMPLETED"));
        boolean warned = told.contains("may still") || told.contains("not certain") || told.contains("was not sent");
        return stopped && unfinished && !warned ? "it runs at fal and nobody says so" : null;
    }

    private List<RequestView> requests(Video video) {
        return atFal.getOrDefault(video.id(), List.of());
    }
}
