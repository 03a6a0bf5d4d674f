/**
 * The client of fal's queue: submit, status, result, cancel, and reading the finished media. It knows HTTP and JSON and no AWS; {@link
 * io.github.falvideo.fal.HttpTransport} is its only door to the network, {@link io.github.falvideo.fal.FalException} the only family of
 * exceptions that leaves it.
 */
package io.github.falvideo.fal;
