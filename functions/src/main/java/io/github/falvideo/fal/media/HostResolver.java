package io.github.falvideo.fal.media;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a host name into all of its addresses; {@code InetAddress::getAllByName} is the real one. */
public interface HostResolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
