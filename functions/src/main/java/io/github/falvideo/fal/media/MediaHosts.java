package io.github.falvideo.fal.media;

import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.Loopback;
import io.github.falvideo.fal.Text;
import io.github.falvideo.fal.UnsafeUrlException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which URLs media may be read from. The addresses are looked up here and again by the connection; the JDK's own cache makes both one
 * answer, and the list of hosts is what keeps strangers out.
 */
final class MediaHosts {
    private final List<String> hosts;
    private final boolean allowLoopback;
    private final HostResolver resolver;

    MediaHosts(List<String> hosts, boolean allowLoopback, HostResolver resolver) {
        this.hosts = hosts;
        this.allowLoopback = allowLoopback;
        this.resolver = resolver;
    }

    /**
     * @throws UnsafeUrlException when the URL is not to be read
     * @throws FalUnavailableException when the host's name cannot be looked up
     */
    void check(URI uri, String requestId) {
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw unsafe("it is not a plain URL with a host", requestId);
        }
        boolean plainAllowed = allowLoopback && "http".equalsIgnoreCase(uri.getScheme()) && Loopback.isLiteral(host);
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !plainAllowed) {
            throw unsafe("it is not https", requestId);
        }
        if (!isListed(host)) {
            throw unsafe("its host " + Text.shortened(host, 100) + " is not among the media hosts", requestId);
        }
        for (InetAddress address : resolved(host, requestId)) {
            if (!isPublic(address) && !(allowLoopback && address.isLoopbackAddress())) {
                throw unsafe("its host " + Text.shortened(host, 100) + " has a private address", requestId);
            }
        }
    }

    private boolean isListed(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return hosts.stream()
                .anyMatch(allowed ->
                        allowed.startsWith("*.") ? name.endsWith(allowed.substring(1)) : name.equals(allowed));
    }

    private InetAddress[] resolved(String host, String requestId) {
        try {
            return resolver.resolve(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        } catch (UnknownHostException e) {
            throw new FalUnavailableException(
                    "The media host " + Text.shortened(host, 100) + " cannot be found just now.", requestId, e);
        }
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            if (startsWith(bytes, 0x00, 0x64, 0xff, 0x9b)) {
                return isPublic(embedded(bytes, 12)); // NAT64
            }
            if (startsWith(bytes, 0x20, 0x02)) {
                return isPublic(embedded(bytes, 2)); // 6to4
            }
            // Only 2000::/3 is given out as global unicast: unique-local, link-local, IPv4-compatible and the rest are
            // not.
            return (bytes[0] & 0xe0) == 0x20;
        }
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !isSpecial(ByteBuffer.wrap(bytes).getInt());
    }

    /** This network, carriers' NAT, protocol assignments, benchmarks, multicast and reserved: beside those the JDK knows. */
    private static boolean isSpecial(int ip) {
        return ip >>> 24 == 0
                || ip >>> 22 == (100 << 2 | 1)
                || ip >>> 8 == 192 << 16
                || ip >>> 17 == (198 << 7 | 9)
                || ip >>> 29 == 7;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress embedded(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static UnsafeUrlException unsafe(String why, String requestId) {
        return new UnsafeUrlException(
                "The media URL is not read: " + why + ". Nothing was fetched from it.", requestId, null);
    }
}
