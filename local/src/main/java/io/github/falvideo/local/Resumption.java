package io.github.falvideo.local;

import io.github.falvideo.aws.StatusFile;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.json.Json;
import io.github.falvideo.video.VideoStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Takes up what an earlier process was at when it ended. An execution that ran starts again: its claim makes that safe, since Submit
 * finds the request that is at fal already. One that had come to its last status file has ended, even if the journal does not
 * know yet: its result may be gone at fal by now. One that was stopped is told to the cancel function again, unless its status
 * file shows that it was heard.
 */
final class Resumption {
    private final LocalWorkflow workflow;
    private final StatusFile statusFile;
    private final Journal journal;

    Resumption(LocalWorkflow workflow, StatusFile statusFile, Journal journal) {
        this.workflow = workflow;
        this.statusFile = statusFile;
        this.journal = journal;
    }

    /** @param executions in the order of their starts */
    void resume(List<ExecutionRecord> executions) {
        executions.forEach(this::resume);
    }

    private void resume(ExecutionRecord execution) {
        switch (execution.status()) {
            case RUNNING -> goOn(execution);
            case ABORTED, TIMED_OUT -> {
                workflow.machines().restore(execution);
                if (!StatusFile.isSettled(statusFile.read(execution.name()))) {
                    workflow.tellAgain(execution);
                }
            }
            case SUCCEEDED, FAILED -> workflow.machines().restore(execution);
        }
    }

    private void goOn(ExecutionRecord running) {
        Map<String, Object> status = statusFile.read(running.name());
        if (StatusFile.isSettled(status)) {
            ExecutionRecord ended = ended(running, status);
            journal.statusChanged(ended);
            workflow.machines().restore(ended);
        } else {
            workflow.machines().restart(running);
        }
    }

    private static ExecutionRecord ended(ExecutionRecord running, Map<String, Object> status) {
        boolean made = VideoStatus.SUCCEEDED.name().equals(status.get("status"));
        Map<?, ?> error = status.get("error") instanceof Map<?, ?> known ? known : Map.of();
        return new ExecutionRecord(
                running.executionArn(),
                running.stateMachineArn(),
                running.name(),
                made ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED,
                running.startDate(),
                Instant.parse(String.valueOf(status.get("updatedAt"))),
                running.input(),
                made ? Json.text(status) : null,
                made ? null : String.valueOf(error.get("name")),
                made ? null : String.valueOf(status.get("message")));
    }
}
