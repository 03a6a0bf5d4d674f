/** Tests of the handlers, and the stand-ins that they share with {@code local/}. */
package io.github.falvideo;
