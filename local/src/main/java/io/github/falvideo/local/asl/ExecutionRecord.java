package io.github.falvideo.local.asl;

import java.time.Instant;

/**
 * An execution as it stands or ended.
 *
 * @param input the text it was started with
 * @param output JSON text; only when it succeeded
 * @param error the error's name; when it failed, or was stopped with one
 * @param cause of the error, for people
 * @param stopDate null while it runs
 */
public record ExecutionRecord(
        String executionArn,
        String stateMachineArn,
        String name,
        ExecutionStatus status,
        Instant startDate,
        Instant stopDate,
        String input,
        String output,
        String error,
        String cause) {}
