/** S3 on one machine: S3Proxy over a plain folder, signatures checked. Knows nothing of videos. */
package io.github.falvideo.local.s3;
