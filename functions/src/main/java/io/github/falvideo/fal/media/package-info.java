/** Reads what fal has made: only from its media hosts, whole or not at all, however often the connection breaks. */
package io.github.falvideo.fal.media;
