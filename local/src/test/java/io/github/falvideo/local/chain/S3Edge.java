package io.github.falvideo.local.chain;

import io.github.falvideo.aws.InMemoryS3;
import io.github.falvideo.local.fal.faults.Occurrences;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Request;

/** What goes wrong at S3. What a caller sees here is what the SDK says after its own attempts. */
final class S3Edge implements InMemoryS3.Fault {
    /** The errors of a call. */
    enum Error {
        UNAVAILABLE(503, "ServiceUnavailable"),
        SLOW_DOWN(503, "SlowDown"),
        INTERNAL(500, "InternalError"),
        /** After the effect: what a conditional write that the SDK repeated is told of its own first attempt. */
        PRECONDITION_FAILED(412, "PreconditionFailed"),
        /** The connection broke. */
        NO_ANSWER(0, null),
        /** Lambda ends the function that calls here. */
        FUNCTION_DIES(0, null);

        private final int status;
        private final String code;

        Error(int status, String code) {
            this.status = status;
            this.code = code;
        }

        private RuntimeException exception() {
            if (this == FUNCTION_DIES) {
                throw new LambdaEdge.Killed();
            }
            return code == null
                    ? SdkClientException.create("Unable to execute HTTP request: Connection reset")
                    : InMemoryS3.error(status, code);
        }
    }

    /**
     * @param id only for this video; null for all
     * @param operation S3's own name of it
     * @param file of the video's folder
     * @param times on which of these calls
     * @param after whether the call has its effect all the same
     */
    record Fault(String id, String operation, String file, Occurrences times, boolean after, Error error) {}

    private static final class Armed {
        private final Fault fault;
        private final AtomicInteger seen = new AtomicInteger();

        Armed(Fault fault) {
            this.fault = fault;
        }
    }

    private static final String ALL = "";

    private final Latency latency;
    private final Map<String, List<Armed>> faults = new ConcurrentHashMap<>();

    S3Edge(Latency latency) {
        this.latency = latency;
    }

    void add(Fault fault) {
        String id = fault.id() == null ? ALL : fault.id();
        faults.computeIfAbsent(id, any -> new CopyOnWriteArrayList<>()).add(new Armed(fault));
    }

    @Override
    public void before(String operation, S3Request request) {
        pass(operation);
        strike(operation, request, false);
    }

    @Override
    public void after(String operation, S3Request request) {
        strike(operation, request, true);
        pass(operation);
    }

    /** Parts are sent by threads of the upload's own, which are not part of virtual time. */
    private void pass(String operation) {
        if (!operation.equals("UploadPart")) {
            latency.pass();
        }
    }

    private void strike(String operation, S3Request request, boolean after) {
        String[] folders =
                request.getValueForField("Key", String.class).orElse("").split("/");
        if (folders.length == 3 && !faults.isEmpty()) {
            strike(faults.getOrDefault(ALL, List.of()), operation, folders[2], after);
            strike(faults.getOrDefault(folders[1], List.of()), operation, folders[2], after);
        }
    }

    private static void strike(List<Armed> armed, String operation, String file, boolean after) {
        for (Armed one : armed) {
            Fault fault = one.fault;
            boolean meant = fault.operation().equals(operation)
                    && fault.after() == after
                    && fault.file().equals(file);
            if (meant && fault.times().contains(one.seen.incrementAndGet())) {
                throw fault.error().exception();
            }
        }
    }
}
