/** Videos that are started by files under {@code uploads/}: a request, or a picture and a voice or a text of the same name. */
package io.github.falvideo.uploads;
