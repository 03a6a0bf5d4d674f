package io.github.falvideo.local.fal;

import static io.github.falvideo.local.fal.StandInCaller.INPUT;
import static io.github.falvideo.local.fal.StandInCaller.details;
import static io.github.falvideo.local.fal.StandInCaller.json;
import static io.github.falvideo.local.fal.StandInCaller.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.falvideo.local.fal.faults.CallKind;
import io.github.falvideo.local.fal.faults.Effect;
import io.github.falvideo.local.fal.faults.Fault;
import io.github.falvideo.local.fal.faults.Faults;
import io.github.falvideo.local.fal.faults.Occurrences;
import io.github.falvideo.local.fal.faults.Pace;
import io.github.falvideo.local.fal.model.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private static final List<String> MODEL_ERRORS = Faults.MODEL_ERRORS;
    private static final List<String> REQUEST_ERRORS =
            Faults.REQUEST_ERRORS.keySet().stream().sorted().toList();

    private final StandInCaller fal = new StandInCaller();

    private void submitWith(Effect effect) {
        fal.set(CallKind.SUBMIT, Occurrences.always(), effect);
        fal.submit();
    }

    private Answer answerSubmit() {
        return fal.answer("POST", "/" + StandInCaller.MODEL, Json.text(INPUT));
    }

    @Test
    void shouldRefuseBeforeAcceptance() {
        fal.set(CallKind.SUBMIT, Occurrences.nth(1), new Effect.Refuse());

        assertThat(answerSubmit()).isEqualTo(new Answer.NotConnected());
        assertThat(fal.queue.requests()).isEmpty();
        assertThat(fal.submit().status()).isEqualTo(200);
    }

    @Test
    void shouldLoseTheReplyAfterAcceptance() {
        fal.set(CallKind.SUBMIT, Occurrences.always(), new Effect.Lose());

        assertThat(answerSubmit()).isEqualTo(new Answer.Lost());
        assertThat(fal.queue.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNeverAnswerWithOrWithoutTakingTheCall(boolean taken) {
        fal.set(CallKind.SUBMIT, Occurrences.always(), new Effect.Silence(taken));

        assertThat(answerSubmit()).isEqualTo(new Answer.Silence());
        assertThat(fal.queue.requests()).hasSize(taken ? 1 : 0);
    }

    @Test
    void shouldCutAReplyMidway() {
        fal.set(CallKind.SUBMIT, Occurrences.always(), new Effect.Cut(10));

        Answer.Reply reply = fal.submit();

        assertThat(reply.sent()).isEqualTo(10);
        assertThat(reply.ending()).isEqualTo(Answer.Ending.CUT);
        assertThat(reply.body().length()).isGreaterThan(10);
        assertThat(fal.queue.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504, 401, 403, 404})
    void shouldAnswerAStatusCodeWithoutAnEffect(int status) {
        fal.set(CallKind.SUBMIT, Occurrences.firstOnes(2), Faults.status(status, "So it is"));

        assertThat(fal.submit().status()).isEqualTo(status);
        assertThat(json(fal.submit())).containsEntry("detail", "So it is");
        assertThat(fal.queue.requests()).isEmpty();
        assertThat(fal.submit().status()).isEqualTo(200);
    }

    @Test
    void shouldTellALockedAccountInFalsWords() {
        fal.set(CallKind.SUBMIT, Occurrences.always(), Faults.lockedAccount());

        Answer.Reply reply = fal.submit();

        assertThat(reply.status()).isEqualTo(403);
        assertThat(json(reply))
                .containsEntry(
                        "detail",
                        "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.");
    }

    @Test
    void shouldTakeASubmitAndReplyWithNonsenseThatStillNamesTheRequest() {
        fal.set(CallKind.SUBMIT, Occurrences.always(), Faults.takenNotJson());

        Answer.Reply reply = fal.submit();

        assertThat(reply.body().bytes()).asString().isEqualTo("{\"status\": \"IN_QU");
        assertThat(reply.headers()).containsEntry("x-fal-request-id", "request-1");
        assertThat(fal.queue.accepted()).hasSize(1);
    }

    @Test
    void shouldReplyWithForeignUrlsOrNone() {
        fal.set(CallKind.SUBMIT, Occurrences.nth(1), Faults.repliesFrom("https://evil.example"));
        fal.set(CallKind.SUBMIT, Occurrences.nth(2), Faults.without("status_url", "cancel_url"));

        assertThat(json(fal.submit()))
                .containsEntry("status_url", "https://evil.example/veed/fabric-1.0/requests/x/status")
                .containsEntry("request_id", "request-1");
        assertThat(json(fal.submit())).containsKey("response_url").doesNotContainKeys("status_url", "cancel_url");
    }

    @Test
    void shouldNameFiveFieldsInOne422() {
        fal.set(CallKind.SUBMIT, Occurrences.always(), Faults.missing("a", "b", "c", "d", "e"));

        assertThat(details(fal.submit())).hasSize(5);
    }

    @Test
    void shouldReplyWithAPageOrWithNothing() {
        fal.submit();
        fal.set(CallKind.STATUS, Occurrences.nth(1), Faults.html(502));
        fal.set(CallKind.STATUS, Occurrences.nth(2), Faults.empty(200));

        Answer.Reply html = fal.status("request-1");
        Answer.Reply empty = fal.status("request-1");

        assertThat(html.status()).isEqualTo(502);
        assertThat(html.headers()).containsEntry("Content-Type", "text/html");
        assertThat(html.body().bytes()).asString().startsWith("<html>");
        assertThat(empty.status()).isEqualTo(200);
        assertThat(empty.body().length()).isZero();
        assertThat(json(fal.status("request-1"))).containsEntry("status", "IN_QUEUE");
    }

    @Test
    void shouldSayAnUnknownWordAnErrorOrARisingPosition() {
        fal.submit();
        fal.set(CallKind.STATUS, Occurrences.nth(1), Faults.unknownWord());
        fal.set(CallKind.STATUS, Occurrences.nth(2), Faults.position(7));
        fal.set(CallKind.STATUS, Occurrences.nth(3), Faults.completedWith("runner_server_error", "It broke"));

        assertThat(json(fal.status("request-1"))).containsEntry("status", "PONDERING");
        assertThat(json(fal.status("request-1"))).containsEntry("queue_position", 7);
        assertThat(json(fal.status("request-1")))
                .containsEntry("status", "COMPLETED")
                .containsEntry("error_type", "runner_server_error")
                .containsEntry("error", "It broke");
    }

    @Test
    void shouldLogMegabytes() {
        fal.submit();
        fal.set(CallKind.STATUS, Occurrences.always(), new Effect.Logs(5_000_000));

        Answer.Reply status = fal.status("request-1");

        assertThat(messages(status).stream().mapToInt(String::length).sum()).isGreaterThanOrEqualTo(5_000_000);
        assertThat(json(status)).containsEntry("status", "IN_QUEUE");
    }

    @ParameterizedTest
    @FieldSource("MODEL_ERRORS")
    void shouldEndARunWithAModelErrorThatOnlyTheResultTells(String type) {
        submitWith(Faults.failing(type, "No such luck"));
        fal.runPasses();

        assertThat(json(fal.status("request-1")))
                .containsEntry("status", "COMPLETED")
                .doesNotContainKey("error_type");
        Answer.Reply result = fal.result("request-1");
        assertThat(result.status()).isEqualTo(422);
        assertThat(details(result)).hasSize(1);
        assertThat(details(result).get(0)).containsEntry("type", type).containsEntry("msg", "No such luck");
    }

    @ParameterizedTest
    @FieldSource("REQUEST_ERRORS")
    void shouldEndARunWithARequestErrorThatTheStatusTells(String type) {
        submitWith(Faults.ending(type));
        fal.runPasses();

        assertThat(json(fal.status("request-1"))).containsEntry("error_type", type);
        Answer.Reply result = fal.result("request-1");
        assertThat(result.status()).isEqualTo(Faults.REQUEST_ERRORS.get(type));
        assertThat(result.headers()).containsEntry("X-Fal-Error-Type", type);
    }

    @Test
    void shouldBeNotReadyThenOverwhelmedThenReady() {
        fal.submit();
        fal.runPasses();
        fal.set(CallKind.RESULT, Occurrences.nth(1), Faults.stillInProgress());
        fal.set(CallKind.RESULT, new Occurrences(2, 3), Faults.status(504, "Gateway timeout"));

        assertThat(List.of(1, 2, 3, 4).stream()
                        .map(n -> fal.result("request-1").status())
                        .toList())
                .containsExactly(400, 504, 504, 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example/x.mp4", "http://v3.fal.media/x.mp4", "https://10.0.0.1/x.mp4", "file:///x"
            })
    void shouldPointToAVideoElsewhere(String url) {
        fal.submit();
        fal.runPasses();
        fal.set(CallKind.RESULT, Occurrences.always(), Faults.videoAt(url));

        Map<?, ?> video = (Map<?, ?>) json(fal.result("request-1")).get("video");

        assertThat(video.get("url")).isEqualTo(url);
        assertThat(video.get("content_type")).isEqualTo("video/mp4");
    }

    @Test
    void shouldGiveNoVideoOrAWrongSize() {
        fal.submit();
        fal.runPasses();
        fal.set(CallKind.RESULT, Occurrences.nth(1), Faults.noVideo());
        fal.set(CallKind.RESULT, Occurrences.nth(2), Faults.videoSize(999));

        assertThat(json(fal.result("request-1"))).isEmpty();
        assertThat(json(fal.result("request-1")).get("video"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("file_size", 999);
    }

    @Test
    void shouldBreakTheMediaInEveryWay() {
        fal.submit();
        fal.runPasses();
        long length = StandInCaller.FILM.length();
        List<Effect> effects = List.of(
                new Effect.Cut(10),
                new Effect.Stall(10),
                new Effect.Length(5),
                new Effect.Length(1000),
                new Effect.Length(0),
                new Effect.NoLength(),
                new Effect.NoRange(),
                Faults.html(200),
                Faults.redirect("https://evil.example/x.mp4"),
                new Effect.Length(6_000_000_000L));
        for (int n = 0; n < effects.size(); n++) {
            fal.set(CallKind.MEDIA, Occurrences.nth(n + 1), effects.get(n));
        }

        Answer.Reply cut = media();
        assertThat(cut.ending()).isEqualTo(Answer.Ending.CUT);
        assertThat(cut.sent()).isEqualTo(10);
        assertThat(cut.body().length()).isEqualTo(length);
        assertThat(media().ending()).isEqualTo(Answer.Ending.STALLED);
        assertThat(media().body().bytes()).asString().isEqualTo("....f");
        byte[] longer = media().body().bytes();
        assertThat(longer).hasSize(1000).startsWith(StandInCaller.FILM.bytes()).endsWith(0, 0, 0);
        assertThat(media().body().length()).isZero();
        assertThat(media().lengthTold()).isFalse();
        assertThat(fal.media("request-1", Map.of("Range", "bytes=5-")).status()).isEqualTo(200);
        assertThat(media().headers()).containsEntry("Content-Type", "text/html");
        Answer.Reply redirect = media();
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.headers()).containsEntry("Location", "https://evil.example/x.mp4");
        assertThat(media().body().length()).isEqualTo(6_000_000_000L);
        assertThat(media().body().bytes()).isEqualTo(StandInCaller.FILM.bytes());
        assertThat(fal.faults.untouched()).isEmpty();
    }

    private Answer.Reply media() {
        return fal.media("request-1", Map.of());
    }

    @Test
    void shouldBecomeAnotherFileBetweenTwoParts() {
        fal.submit();
        fal.runPasses();
        fal.set(CallKind.MEDIA, Occurrences.nth(2), new Effect.Changed());
        String etag = media().headers().get("ETag");

        Answer.Reply resumed = fal.media("request-1", Map.of("Range", "bytes=10-", "If-Range", etag));

        assertThat(resumed.status()).isEqualTo(200);
        assertThat(resumed.headers().get("ETag")).isNotEqualTo(etag);
    }

    @Test
    void shouldGoOnRunningWhenACancelIsUnheeded() {
        fal.submit();
        fal.queuePasses();
        fal.set(CallKind.CANCEL, Occurrences.always(), new Effect.Unheeded());

        assertThat(json(fal.cancel("request-1"))).containsEntry("status", "CANCELLATION_REQUESTED");

        assertThat(fal.queue.unfinished()).hasSize(1);
        fal.runPasses();
        assertThat(fal.result("request-1").status()).isEqualTo(200);
    }

    @Test
    void shouldTakeLongerForOneRequest() {
        fal.set(
                CallKind.SUBMIT,
                Occurrences.nth(1),
                new Effect.Paced(new Pace(9, Duration.ofMinutes(1), Duration.ofMinutes(5))));
        assertThat(json(fal.submit())).containsEntry("queue_position", 9);
        fal.submit();

        fal.runPasses();

        assertThat(json(fal.status("request-1"))).containsEntry("queue_position", 8);
        assertThat(json(fal.status("request-2"))).containsEntry("status", "COMPLETED");
    }

    @Test
    void shouldStrikeOnlyTheRequestsOfALabel() {
        Map<String, Object> other = new HashMap<>(INPUT);
        other.put("image_url", "https://example.org/b.png");
        fal.submit();
        fal.submit("veed/fabric-1.0", other);
        String label = "https://example.org/b.png https://example.org/a.mp3";
        fal.faults.add(Fault.on(CallKind.STATUS, Occurrences.nth(2), Faults.status(500, "no"))
                .of(label));

        List<Integer> first =
                List.of(fal.status("request-1"), fal.status("request-1"), fal.status("request-1")).stream()
                        .map(Answer.Reply::status)
                        .toList();
        List<Integer> second =
                List.of(fal.status("request-2"), fal.status("request-2"), fal.status("request-2")).stream()
                        .map(Answer.Reply::status)
                        .toList();

        assertThat(first).containsExactly(202, 202, 202);
        assertThat(second).containsExactly(202, 500, 202);
    }
}
