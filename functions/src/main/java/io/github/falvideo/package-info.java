/** The handlers that AWS Lambda calls, and {@link io.github.falvideo.Components}, which builds what they need. */
package io.github.falvideo;
