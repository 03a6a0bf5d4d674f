package io.github.falvideo.local;

/**
 * Where things listen, always on loopback; 0 is any free port.
 *
 * @param fal of the stand-in, if there is one
 */
public record Ports(int s3, int stepFunctions, int fal) {
    public static final Ports ANY = new Ports(0, 0, 0);
}
