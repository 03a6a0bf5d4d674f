package io.github.falvideo.fal;

import java.util.Locale;

/** Names of this machine that need no look-up. */
public final class Loopback {
    private Loopback() {}

    /** Whether the host is {@code localhost} or a loopback address written out; a name that merely resolves to one is not. */
    public static boolean isLiteral(String host) {
        String name = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.equals("::1") || isIpv4Loopback(name);
    }

    private static boolean isIpv4Loopback(String name) {
        return name.matches("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    }
}
