/**
 * The client of fal's queue: submit, status, result and cancel. It knows HTTP and JSON and no AWS; {@link io.github.falvideo.fal.FalException}
 * is the only family of exceptions that leaves it. The finished media are read in {@code media}, and {@code http} is the only door to the
 * network.
 */
package io.github.falvideo.fal;
