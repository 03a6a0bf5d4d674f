package io.github.falvideo.local.asl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All executions, by ARN and by machine in the order of their start; and which of the finished ones keep their events. */
final class Executions {
    private final int keptHistories;
    private final Map<String, Execution> byArn = new HashMap<>();
    private final Map<String, List<Execution>> byMachine = new HashMap<>();
    private final Deque<Execution> withHistory = new ArrayDeque<>();

    Executions(int keptHistories) {
        this.keptHistories = keptHistories;
    }

    /** @return the one that has the name already; null when it was free, and is this one's now */
    synchronized Execution add(String machineArn, Execution execution) {
        Execution known = byArn.putIfAbsent(execution.arn(), execution);
        if (known == null) {
            byMachine.computeIfAbsent(machineArn, arn -> new ArrayList<>()).add(execution);
        }
        return known;
    }

    /** It was added and could not be started. */
    synchronized void remove(String machineArn, Execution execution) {
        byArn.remove(execution.arn());
        byMachine.get(machineArn).remove(execution);
    }

    synchronized Execution get(String arn) {
        Execution execution = byArn.get(arn);
        if (execution == null) {
            throw unknown(arn);
        }
        return execution;
    }

    static RequestException unknown(String arn) {
        return new RequestException("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'");
    }

    synchronized List<ExecutionRecord> list(String machineArn, ExecutionStatus status) {
        List<ExecutionRecord> records = new ArrayList<>();
        for (Execution execution : byMachine.getOrDefault(machineArn, List.of())) {
            ExecutionRecord record = execution.describe();
            if (status == null || record.status() == status) {
                records.add(record);
            }
        }
        Collections.reverse(records);
        return records;
    }

    /** Called by an execution under its own lock. */
    synchronized void ended(Execution execution) {
        if (keptHistories < Integer.MAX_VALUE) {
            withHistory.add(execution);
            while (withHistory.size() > keptHistories) {
                withHistory.poll().dropEvents();
            }
        }
    }
}
