package io.github.falvideo.fal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.falvideo.fal.FalConfiguration;
import io.github.falvideo.fal.FalUnavailableException;
import io.github.falvideo.fal.UnsafeUrlException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaHostsTest {
    private static final HostResolver PUBLIC = host -> new InetAddress[] {InetAddress.getByName("34.36.1.1")};

    private static MediaHosts hosts(HostResolver resolver) {
        return new MediaHosts(FalConfiguration.MEDIA_HOSTS, false, resolver);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://fal.media/a",
                "https://v3b.fal.media/a.mp4",
                "https://V3.FAL.MEDIA/a",
                "https://a.b.fal.media:8443/a"
            })
    void shouldAllowTheListedHosts(String url) {
        assertThatCode(() -> hosts(PUBLIC).check(URI.create(url), "r")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://fal.media/a",
                "https://evilfal.media/a",
                "https://fal.media.evil.test/a",
                "https://evil.test/fal.media",
                "https://user@fal.media/a",
                "https://fal.media@evil.test/a",
                "ftp://fal.media/a",
                "file:///etc/passwd",
                "https://127.0.0.1/a",
                "http://localhost/a",
                "mailto:a@fal.media",
                "/relative",
                "https://fal.media./a"
            })
    void shouldRefuseEverythingElse(String url) {
        assertThatThrownBy(() -> hosts(PUBLIC).check(URI.create(url), "r"))
                .isInstanceOfSatisfying(
                        UnsafeUrlException.class, e -> assertThat(e.requestId()).isEqualTo("r"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "0.0.0.0",
                "0.1.2.3",
                "192.0.0.8",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::169.254.169.254",
                "2002:7f00:1::",
                "2002:a00:1::",
                "fec0::1"
            })
    void shouldRefuseAListedNameWithAPrivateAddressEvenBesideAPublicOne(String address) throws UnknownHostException {
        InetAddress[] both = {InetAddress.getByName("34.36.1.1"), InetAddress.getByName(address)};

        assertThat(MediaHosts.isPublic(both[1])).isFalse();
        assertThatThrownBy(() -> hosts(host -> both).check(URI.create("https://fal.media/a"), null))
                .isInstanceOf(UnsafeUrlException.class)
                .hasMessageContaining("private address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "34.36.1.1",
                "1.1.1.1",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "192.0.1.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "64:ff9b::34.36.1.1"
            })
    void shouldAllowPublicAddresses(String address) throws UnknownHostException {
        assertThat(MediaHosts.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void shouldAllowPlainHttpAndLoopbackOnlyWhenConfiguredAndListed() {
        HostResolver real = InetAddress::getAllByName;
        MediaHosts local = new MediaHosts(List.of("127.0.0.1", "localhost", "[::1]"), true, real);

        assertThatCode(() -> local.check(URI.create("http://127.0.0.1:8080/a"), null))
                .doesNotThrowAnyException();
        assertThatCode(() -> local.check(URI.create("http://[::1]:8080/a"), null))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> local.check(URI.create("http://127.0.0.2/a"), null))
                .isInstanceOf(UnsafeUrlException.class);
        assertThatThrownBy(() -> new MediaHosts(List.of("127.0.0.1"), false, real)
                        .check(URI.create("https://127.0.0.1/a"), null))
                .isInstanceOf(UnsafeUrlException.class);
        MediaHosts tricked = new MediaHosts(FalConfiguration.MEDIA_HOSTS, true, host -> real.resolve("10.0.0.1"));
        assertThatThrownBy(() -> tricked.check(URI.create("https://fal.media/a"), null))
                .isInstanceOf(UnsafeUrlException.class);
    }

    @Test
    void shouldAskAgainLaterWhenTheNameCannotBeFound() {
        HostResolver none = host -> {
            throw new UnknownHostException(host);
        };

        assertThatThrownBy(() -> hosts(none).check(URI.create("https://fal.media/a"), "r"))
                .isInstanceOf(FalUnavailableException.class);
    }
}
