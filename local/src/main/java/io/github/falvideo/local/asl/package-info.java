/**
 * An interpreter of Amazon States Language, JSONata only, measured against what AWS Step Functions recorded.
 *
 * <p>{@link io.github.falvideo.local.asl.StateMachines} is the door: create machines, start, stop and look at executions. What a
 * Task does is plugged in as {@link io.github.falvideo.local.asl.TaskResource}; time is real or virtual ({@link
 * io.github.falvideo.local.asl.Time}). JSON is plain Java values: Map, List, String, Number, Boolean, null; all of them immutable.
 * A definition is read in {@code definition}, its expressions are evaluated in {@code query}; {@code json} is what both speak.
 * The package knows nothing of video, HTTP or the AWS SDK.
 */
package io.github.falvideo.local.asl;
