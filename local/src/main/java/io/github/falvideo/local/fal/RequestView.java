package io.github.falvideo.local.fal;

import java.time.Instant;

/**
 * An accepted request, as an onlooker sees it.
 *
 * @param requestId fal's id of it
 * @param label what the settings' label makes of its input
 * @param state {@code IN_QUEUE}, {@code IN_PROGRESS}, {@code COMPLETED}
 * @param cancelled whether a cancel stopped it
 */
public record RequestView(String requestId, String label, String state, boolean cancelled, Instant submittedAt) {}
