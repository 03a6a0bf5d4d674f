package io.github.falvideo.fal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.falvideo.fal.http.NotConnectedException;
import java.io.IOException;

/** What each answer that is no success means, call by call (fal-queue: Errors). */
final class QueueErrors {
    private static final String NOT_STARTED = "Nothing was started; it can be submitted again.";
    private static final String UNCERTAIN =
            "fal may have taken it, and bills it then, so it is not sent again. Look for it among your requests on fal.ai's"
                    + " dashboard before you start it anew.";

    private QueueErrors() {}

    static FalException submitNotConnected(NotConnectedException e, Cleaner cleaner) {
        return new NotTakenException("fal could not be reached (" + cleaner.reason(e) + "). " + NOT_STARTED, e);
    }

    static FalException submitUncertain(String what, String headerId, Throwable cause) {
        return new SubmissionUncertainException(what + ". " + UNCERTAIN, headerId, cause);
    }

    static FalException submit(ErrorReply error, String headerId) {
        int status = error.status();
        if (status == 429 || status == 503) {
            return new NotTakenException(
                    "fal did not take the request (" + error.summary() + "). " + NOT_STARTED, null);
        }
        if (status >= 400 && status < 500 && status != 408 && status != 499) {
            return refused("the request", error, null);
        }
        return submitUncertain("fal gave no clear answer to the request (" + error.summary() + ")", headerId, null);
    }

    static FalException status(ErrorReply error, String id) {
        return error.isTransient() || error.isStillInProgress()
                ? unavailable("status", error, id)
                : refused("the status call", error, id);
    }

    static FalException result(ErrorReply error, String id) {
        if (isCancelled(error)) {
            return cancelled(error, id);
        }
        if (error.isTransient()) {
            return unavailable("result", error, id);
        }
        if (error.isStillInProgress()) {
            return notReady(id);
        }
        return switch (error.status()) {
            case 401, 403 -> refused("the result call", error, id);
            case 404 ->
                new ResultGoneException(
                        "fal has no result for the request (" + error.summary()
                                + "). It keeps a result for about an hour.",
                        id,
                        null);
            default ->
                new GenerationFailedException(
                        "fal could not make the video (" + error.summary() + ").",
                        id,
                        error.type(),
                        error.detail(),
                        null);
        };
    }

    /** A result that is a success and holds no video URL. */
    static FalException noVideo(ErrorReply answer, String id) {
        if (answer.word().equals("IN_QUEUE") || answer.word().equals("IN_PROGRESS")) {
            return notReady(id);
        }
        if (isCancelled(answer)) {
            return cancelled(answer, id);
        }
        return new GenerationFailedException(
                "fal's result holds no video" + (answer.detail() == null ? "." : ": " + answer.detail()),
                id,
                answer.type() == null ? "no_video_in_result" : answer.type(),
                answer.detail(),
                null);
    }

    /** fal-queue: prefer the body's word over the code. */
    static CancelOutcome cancel(ErrorReply answer, String id) {
        if (answer.isTransient() || (answer.isSuccess() && !answer.readable())) {
            throw unavailable("cancel", answer, id);
        }
        return switch (answer.word()) {
            case "OK" -> CancelOutcome.CANCELLED;
            case "CANCELLATION_REQUESTED" -> CancelOutcome.CANCELLATION_REQUESTED;
            case "ALREADY_COMPLETED" -> CancelOutcome.ALREADY_COMPLETED;
            case "NOT_FOUND" -> CancelOutcome.NOT_FOUND;
            default -> cancelByCode(answer, id);
        };
    }

    private static CancelOutcome cancelByCode(ErrorReply answer, String id) {
        boolean denied = Boolean.FALSE.equals(answer.body().get("success"));
        if (answer.isSuccess() && !denied) {
            return answer.status() == 200 ? CancelOutcome.CANCELLED : CancelOutcome.CANCELLATION_REQUESTED;
        }
        if (answer.status() == 404 && answer.readable()) {
            return CancelOutcome.NOT_FOUND;
        }
        if (answer.status() == 400 && answer.readable() && answer.detail() == null) {
            return CancelOutcome.ALREADY_COMPLETED;
        }
        throw refused("the cancel call", answer, id);
    }

    /** A call that is not the submit and got no readable answer. */
    static FalException unavailable(String call, IOException e, Cleaner cleaner, String id) {
        return new FalUnavailableException(
                "fal's " + call + " is not to be had just now (" + unreadable(e, cleaner) + ").", id, withoutBody(e));
    }

    static String unreadable(IOException e, Cleaner cleaner) {
        return e instanceof JsonProcessingException ? "the answer is not JSON" : cleaner.reason(e);
    }

    /** A parser's exception quotes the body, which is no one's to log. */
    static IOException withoutBody(IOException e) {
        return e instanceof JsonProcessingException ? null : e;
    }

    private static FalException unavailable(String call, ErrorReply error, String id) {
        return new FalUnavailableException(
                "fal's " + call + " is not to be had just now (" + error.summary() + ").", id, error.type(), null);
    }

    private static RequestRefusedException refused(String what, ErrorReply error, String id) {
        String advice = error.status() == 401 ? " Check the FAL_KEY." : "";
        return new RequestRefusedException(
                "fal refused " + what + " (" + error.summary() + ")." + advice, id, error.detail(), null);
    }

    private static FalException notReady(String id) {
        return new ResultNotReadyException("The result is not ready: the request is still in progress.", id, null);
    }

    /** fal-queue: 499 is also the code of {@code client_disconnected}, which nobody asked for. */
    private static boolean isCancelled(ErrorReply error) {
        return error.type() == null ? error.status() == 499 : "client_cancelled".equals(error.type());
    }

    private static FalException cancelled(ErrorReply error, String id) {
        return new GenerationCancelledException("The request was cancelled (" + error.summary() + ").", id, null);
    }
}
