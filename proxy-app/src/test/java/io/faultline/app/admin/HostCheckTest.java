package io.faultline.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {

    private final HostCheck hosts = new HostCheck("edge1.internal");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:9901",
                "10.1.2.3:80",
                "[::1]",
                "[::1]:9901",
                "[2001:db8::7]:1",
                "localhost",
                "LOCALHOST:9901",
                "edge1.internal",
                "Edge1.Internal:9901",
            })
    void whatADnsAnswerCannotForgeIsAllowed(String host) {
        assertThat(hosts.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":9901",
                "evil.example",
                "evil.example:9901",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example@127.0.0.1",
                "127.0.0.1@evil.example",
                "127.0.0.1:9901.evil.example",
                "127.0.0.1:123456",
                "[::1]evil.example",
                "[::1",
                "[evil.example]",
                "127.1",
                "0x7f000001",
                "localhost.",
                "edge1.internal.evil.example",
            })
    void aNameSomebodyElseOwnsIsNot(String host) {
        assertThat(hosts.allows(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":9901"})
    void anEmptyHostIsNotTheNameOfAnEmptyBind(String host) {
        assertThat(new HostCheck("").allows(host)).isFalse();
    }
}
