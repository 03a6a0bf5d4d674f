package io.github.falvideo.local.fal;

import io.github.falvideo.local.fal.faults.Pace;
import io.github.falvideo.local.fal.model.PlaceholderVideo;
import io.github.falvideo.local.fal.model.Renderer;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a stand-in is made of.
 *
 * @param key the only key that is let in
 * @param queue the base of the URLs in its replies: scheme, host and port
 * @param media the base of the URLs of media and uploads
 * @param pace how long requests take
 * @param clock whose time it is
 * @param renderer makes the videos
 * @param ids gives request ids
 * @param label what a request is known by to faults and counts, made of its input
 */
public record StandInSettings(
        String key,
        URI queue,
        URI media,
        Pace pace,
        InstantSource clock,
        Renderer renderer,
        Supplier<String> ids,
        Function<Map<String, Object>, String> label) {

    /** As a person uses it: real time, placeholder videos, fal's hosts until it is {@link #at} another place. */
    public static StandInSettings forPeople(String key) {
        return new StandInSettings(
                key,
                URI.create("https://queue.fal.run"),
                URI.create("https://v3b.fal.media"),
                Pace.forPeople(),
                InstantSource.system(),
                new PlaceholderVideo(),
                () -> UUID.randomUUID().toString(),
                StandInSettings::files);
    }

    /** With URLs of these hosts in its replies. */
    public StandInSettings at(URI newQueue, URI newMedia) {
        return new StandInSettings(key, newQueue, newMedia, pace, clock, renderer, ids, label);
    }

    /** With other times. */
    public StandInSettings with(Pace newPace) {
        return new StandInSettings(key, queue, media, newPace, clock, renderer, ids, label);
    }

    /** With another clock. */
    public StandInSettings with(InstantSource newClock) {
        return new StandInSettings(key, queue, media, pace, newClock, renderer, ids, label);
    }

    /** With other videos. */
    public StandInSettings with(Renderer newRenderer) {
        return new StandInSettings(key, queue, media, pace, clock, newRenderer, ids, label);
    }

    /** With other request ids. */
    public StandInSettings withIds(Supplier<String> newIds) {
        return new StandInSettings(key, queue, media, pace, clock, renderer, newIds, label);
    }

    /** With requests known by something else of their input. */
    public StandInSettings withLabel(Function<Map<String, Object>, String> newLabel) {
        return new StandInSettings(key, queue, media, pace, clock, renderer, ids, newLabel);
    }

    /** Picture and voice, without the signatures of their URLs. */
    private static String files(Map<String, Object> input) {
        Object voice = input.getOrDefault("audio_url", input.get("text"));
        return withoutQuery(input.get("image_url")) + " " + withoutQuery(voice);
    }

    private static String withoutQuery(Object url) {
        String text = String.valueOf(url);
        int question = text.startsWith("http") ? text.indexOf('?') : -1;
        return question < 0 ? text : text.substring(0, question);
    }
}
