/** {@code ./video serve}: the application as a server on this machine, with the API and the uploads folder. */
package io.github.falvideo.local.serve;
