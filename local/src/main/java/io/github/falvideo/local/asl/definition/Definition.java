package io.github.falvideo.local.asl.definition;

import java.time.Duration;
import java.util.Map;

/**
 * A parsed sequence of states: a whole machine, or one branch of a Parallel state.
 *
 * @param timeout of the whole machine; null when there is none
 */
public record Definition(String startAt, Map<String, State> states, Duration timeout) {}
