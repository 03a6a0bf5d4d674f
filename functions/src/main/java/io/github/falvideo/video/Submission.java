package io.github.falvideo.video;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a claim, {@code videos/{id}/submission.json}: who submits this video, and what fal answered. It holds no
 * input URL and no text.
 *
 * @param id the video, which is the execution's name
 * @param model the endpoint it is submitted to; null in the claim of an execution that was stopped before it submitted
 * @param claimedAt when it was claimed
 * @param claimant random word of the one who claimed, to recognise a write of one's own
 * @param requestId fal's id; null until fal's answer is stored, and so are the next five
 * @param cancel the last answer to a cancel; null when none was asked for
 */
public record Submission(
        String id,
        String model,
        Instant claimedAt,
        String claimant,
        String requestId,
        String statusUrl,
        String responseUrl,
        String cancelUrl,
        Integer queuePosition,
        Instant submittedAt,
        Cancel cancel) {

    /**
     * @param outcome fal's word: CANCELLED, CANCELLATION_REQUESTED, ALREADY_COMPLETED or NOT_FOUND
     * @param at when it was given
     */
    public record Cancel(String outcome, Instant at) {}

    /** A claim without an answer. */
    public static Submission claim(String id, String model, Instant now, String claimant) {
        return new Submission(id, model, now, claimant, null, null, null, null, null, null, null);
    }

    /** This claim with fal's answer. */
    public Submission answered(
            String requestId,
            String statusUrl,
            String responseUrl,
            String cancelUrl,
            Integer queuePosition,
            Instant submittedAt) {
        return new Submission(
                id,
                model,
                claimedAt,
                claimant,
                requestId,
                statusUrl,
                responseUrl,
                cancelUrl,
                queuePosition,
                submittedAt,
                cancel);
    }

    /** This claim with the answer to a cancel. */
    public Submission cancelled(String outcome, Instant at) {
        return new Submission(
                id,
                model,
                claimedAt,
                claimant,
                requestId,
                statusUrl,
                responseUrl,
                cancelUrl,
                queuePosition,
                submittedAt,
                new Cancel(outcome, at));
    }

    /** Whether fal's answer is stored. */
    public boolean isAnswered() {
        return requestId != null;
    }

    /** Only what is known, in the order of the components; instants as ISO 8601. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("model", model);
        json.put("claimedAt", text(claimedAt));
        json.put("claimant", claimant);
        json.put("requestId", requestId);
        json.put("statusUrl", statusUrl);
        json.put("responseUrl", responseUrl);
        json.put("cancelUrl", cancelUrl);
        json.put("queuePosition", queuePosition);
        json.put("submittedAt", text(submittedAt));
        if (cancel != null) {
            Map<String, Object> cancelled = new LinkedHashMap<>();
            cancelled.put("outcome", cancel.outcome());
            cancelled.put("at", text(cancel.at()));
            json.put("cancel", cancelled);
        }
        json.values().removeIf(value -> value == null);
        return json;
    }

    /**
     * Reads what {@link #toJson} wrote. Lenient, because a claim that cannot be read must still count as one: what is
     * missing or of a wrong type is null, and an unknown time of claiming is long ago.
     */
    public static Submission fromJson(String id, Map<String, Object> json) {
        Instant claimedAt = instant(json.get("claimedAt"));
        return new Submission(
                id,
                string(json.get("model")),
                claimedAt == null ? Instant.EPOCH : claimedAt,
                string(json.get("claimant")),
                string(json.get("requestId")),
                string(json.get("statusUrl")),
                string(json.get("responseUrl")),
                string(json.get("cancelUrl")),
                json.get("queuePosition") instanceof Number position ? (Integer) position.intValue() : null,
                instant(json.get("submittedAt")),
                json.get("cancel") instanceof Map<?, ?> cancel
                        ? new Cancel(string(cancel.get("outcome")), instant(cancel.get("at")))
                        : null);
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static String string(Object value) {
        return value instanceof String text ? text : null;
    }

    private static Instant instant(Object value) {
        try {
            return value instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeParseException e) {
            return null; // as if it were not there
        }
    }
}
