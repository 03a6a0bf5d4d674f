package io.github.falvideo.local.asl;

import java.util.concurrent.CompletionStage;

/** What a Task state's {@code Resource} does; registered by its ARN, such as {@code arn:aws:states:::lambda:invoke}. */
@FunctionalInterface
public interface TaskResource {
    /**
     * Runs one attempt of a task, on a thread of the interpreter's {@link Time}; it may block there. Virtual time stands still until
     * the stage has completed, except while a thread is in {@link Time#sleep} or after {@link TaskCall#letTimePass()}.
     *
     * @return the task's result as JSON values, or a failure: {@link TaskFailure} with the error's name; thrown or in the stage. Any
     *     other exception is {@code States.TaskFailed}
     */
    CompletionStage<Object> run(TaskCall call) throws Exception;
}
