/** How a person, or a script, sees a video come about. */
package io.github.falvideo.local.cli.display;
