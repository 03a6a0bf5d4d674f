/** The videos of an application from outside: this process's, a server's, or a deployed one's. */
package io.github.falvideo.local.cli.videos;
