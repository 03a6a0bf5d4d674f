/**
 * A stand-in for fal's queue: the same words on the wire, no account, no cost, and faults that a test or a person sets.
 *
 * <p>{@link io.github.falvideo.local.fal.StandInQueue} is the queue without a network, {@link
 * io.github.falvideo.local.fal.FalStandIn} the same over HTTP on loopback. What goes wrong is in {@code faults}, what the model makes of its
 * input in {@code model}.
 */
package io.github.falvideo.local.fal;
