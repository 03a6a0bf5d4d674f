/**
 * S3 and Secrets Manager as this project uses them: the claim, the status file, presigned inputs, the upload of a film
 * and the key. Knows nothing of fal's wire.
 */
package io.github.falvideo.aws;
