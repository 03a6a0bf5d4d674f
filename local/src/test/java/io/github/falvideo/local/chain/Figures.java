package io.github.falvideo.local.chain;

import io.github.falvideo.local.asl.ExecutionListener;
import io.github.falvideo.local.asl.ExecutionRecord;
import io.github.falvideo.local.asl.ExecutionStatus;
import io.github.falvideo.local.asl.HistoryEvent;
import io.github.falvideo.local.fal.faults.CallKind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what AWS bills, and says what it would cost. Prices are those of AWS's public price pages for us-east-1 (Step Functions Standard,
 * Lambda on arm64, S3 Standard), without free tiers. Lambda's time is assumed, since virtual time has none: what a small function takes for
 * one call to fal or S3, and for a film of a few megabytes.
 */
final class Figures implements ExecutionListener {
    private static final double PER_TRANSITION = 0.025 / 1_000;
    private static final double PER_INVOCATION = 0.20 / 1_000_000;
    private static final double PER_GB_SECOND = 0.000_013_333_4;
    private static final double PER_S3_WRITE = 0.005 / 1_000;
    private static final double PER_S3_READ = 0.000_4 / 1_000;
    private static final double SMALL_FUNCTION_GB_SECONDS = 0.5 * 0.25;
    private static final double DOWNLOAD_GB_SECONDS = 1.0 * 3;

    private final Map<ExecutionStatus, Integer> ends = new EnumMap<>(ExecutionStatus.class);
    private long transitions;
    private long digest;

    @Override
    public synchronized void recorded(String executionArn, HistoryEvent event) {
        // A retry is billed like one more transition: each task that is scheduled, and each other state that is
        // entered.
        boolean billed = event.type().equals("TaskScheduled")
                || event.type().endsWith("StateEntered") && !event.type().equals("TaskStateEntered");
        transitions += billed ? 1 : 0;
        digest = 31 * digest + executionArn.hashCode();
        digest = 31 * digest + event.type().hashCode();
        digest = 31 * digest + event.timestamp().hashCode();
    }

    @Override
    public synchronized void statusChanged(ExecutionRecord execution) {
        if (execution.status() != ExecutionStatus.RUNNING) {
            ends.merge(execution.status(), 1, Integer::sum);
        }
    }

    /** A number that two runs have in common when every event of theirs was the same, in the same order, at the same instant. */
    synchronized long digest() {
        return digest;
    }

    synchronized Map<ExecutionStatus, Integer> ends() {
        return Map.copyOf(ends);
    }

    /** For people; the chain is at rest. */
    synchronized String text(Chain chain, int videos) {
        Map<String, Integer> invocations = chain.lambda.invocations();
        int stopped = ends.getOrDefault(ExecutionStatus.ABORTED, 0) + ends.getOrDefault(ExecutionStatus.TIMED_OUT, 0);
        invocations.merge("CancelFunction", stopped, Integer::sum);
        Map<String, Integer> s3 = chain.s3.calls();
        Map<CallKind, Long> fal = new TreeMap<>();
        for (CallKind kind : CallKind.values()) {
            if (chain.fal.calls(kind) > 0) {
                fal.put(kind, chain.fal.calls(kind));
            }
        }
        return String.format(
                Locale.ROOT,
                """
                ends                  %s
                state transitions     %,d
                Lambda invocations    %,d %s
                fal calls             %,d %s
                S3 requests           %,d %s
                AWS cost per 1,000 videos   $%.2f""",
                new TreeMap<>(ends),
                transitions,
                sum(invocations),
                invocations,
                fal.values().stream().mapToLong(Long::longValue).sum(),
                fal,
                sum(s3),
                s3,
                1_000 * cost(invocations, s3) / videos);
    }

    private double cost(Map<String, Integer> invocations, Map<String, Integer> s3) {
        int downloads = invocations.getOrDefault("DownloadToS3Function", 0);
        long all = sum(invocations);
        int reads = s3.getOrDefault("GetObject", 0) + s3.getOrDefault("HeadObject", 0);
        return transitions * PER_TRANSITION
                + all * PER_INVOCATION
                + ((all - downloads) * SMALL_FUNCTION_GB_SECONDS + downloads * DOWNLOAD_GB_SECONDS) * PER_GB_SECOND
                + reads * PER_S3_READ
                + (sum(s3) - reads) * PER_S3_WRITE;
    }

    private static long sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }
}
