/** One HTTP call and its reply, on the JDK's HttpURLConnection, with a limit on the whole exchange. */
package io.github.falvideo.fal.http;
