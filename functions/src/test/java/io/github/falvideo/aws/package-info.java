/** Tests of the AWS side, and an S3 in memory for everybody's tests. */
package io.github.falvideo.aws;
