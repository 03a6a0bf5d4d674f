package io.github.falvideo.aws;

import io.github.falvideo.video.Submission;
import io.github.falvideo.video.VideoKeys;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The claims {@code videos/{id}/submission.json}: at most one caller ever gets to submit a video. All methods throw
 * {@link AwsUnavailableException} when S3 cannot be reached, except where they say otherwise.
 */
public final class Claims {
    private static final System.Logger LOG = System.getLogger(Claims.class.getName());
    private static final int ATTEMPTS = 5;

    private final JsonObjects objects;
    private final InstantSource clock;
    private final Supplier<String> claimants;

    /** @param claimants gives a word that no other call has; it tells one's own write from another's */
    public Claims(S3Client s3, String bucket, InstantSource clock, Supplier<String> claimants) {
        this.objects = new JsonObjects(s3, bucket);
        this.clock = clock;
        this.claimants = claimants;
    }

    /**
     * A claim as it lies in S3.
     *
     * @param own whether the call that returned this has made it, and so may submit
     */
    public record Claim(Submission submission, boolean own, String etag) {}

    /** Claims the video, or returns the claim that is already there. */
    public Claim claim(String id, String model) {
        Submission mine = Submission.claim(id, model, clock.instant(), claimants.get());
        try {
            Optional<String> etag = objects.create(VideoKeys.submission(id), mine.toJson());
            if (etag.isPresent()) {
                return new Claim(mine, true, etag.get());
            }
        } catch (AwsUnavailableException e) {
            // The write may have arrived all the same: then what lies there is read below.
            return found(mine).orElseThrow(() -> e);
        }
        return found(mine)
                .orElseThrow(() -> new AwsUnavailableException(
                        "The claim of video " + id + " was removed at the moment when it was looked at"));
    }

    /** The claim of this video; empty when it was never claimed, or was not taken. */
    public Optional<Claim> read(String id) {
        return objects.read(VideoKeys.submission(id))
                .map(version -> new Claim(Submission.fromJson(id, version.fields()), false, version.etag()));
    }

    /** Stores fal's answer in the claim, whatever lies there: from now on the request can always be found again. */
    public void answer(Submission answered) {
        objects.put(VideoKeys.submission(answered.id()), answered.toJson());
    }

    /** Takes one's own claim back, after a definite "not taken". */
    public void remove(Claim own) {
        objects.delete(VideoKeys.submission(own.submission().id()), own.etag());
    }

    /**
     * Keeps a Submit that has not come to its claim yet from ever sending: claims the video in the name of nobody.
     *
     * @return the claim that is there instead; empty when there was none and nothing will be submitted any more
     */
    public Optional<Claim> forbid(String id) {
        Submission nobody =
                Submission.claim(id, null, clock.instant(), claimants.get()).cancelled("NOT_FOUND", clock.instant());
        if (objects.create(VideoKeys.submission(id), nobody.toJson()).isPresent()) {
            return Optional.empty();
        }
        return found(nobody).filter(claim -> !claim.own());
    }

    /**
     * Stores the answer to a cancel in the claim. That fal has cancelled stays true whatever it answers later (it answers
     * ALREADY_COMPLETED then), so a stored CANCELLED wins over any other word. Never throws for S3: fal's answer counts,
     * stored or not.
     *
     * @return the outcome that holds
     */
    public String recordCancel(Claim claim, String outcome) {
        String key = VideoKeys.submission(claim.submission().id());
        Submission.Cancel cancel = new Submission.Cancel(outcome, clock.instant());
        try {
            Claim current = claim;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Submission.Cancel stored = current.submission().cancel();
                if (stored != null && "CANCELLED".equals(stored.outcome())) {
                    return stored.outcome();
                }
                Submission next = current.submission().cancelled(cancel.outcome(), cancel.at());
                if (objects.replace(key, next.toJson(), current.etag()).isPresent()) {
                    return outcome;
                }
                Optional<Claim> other = read(claim.submission().id());
                if (other.isEmpty()) {
                    return outcome;
                }
                current = other.get();
            }
        } catch (AwsUnavailableException e) {
            LOG.log(
                    Level.WARNING,
                    "cancel not recorded id=" + claim.submission().id() + ": " + e.getMessage());
        }
        return outcome;
    }

    private Optional<Claim> found(Submission mine) {
        return read(mine.id()).map(claim -> {
            boolean own = mine.claimant().equals(claim.submission().claimant());
            return new Claim(claim.submission(), own, claim.etag());
        });
    }
}
