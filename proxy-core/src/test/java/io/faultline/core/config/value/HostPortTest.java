package io.faultline.core.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.describe.Address.Use;
import io.faultline.core.config.text.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and how, is in the golden files. */
class HostPortTest {

    @Test
    void connectsToAddressesAndNames() {
        assertThat(HostPort.parse("10.0.0.1:80")).isEqualTo(new HostPort("10.0.0.1", 80));
        assertThat(HostPort.parse("[2001:db8::1]:443")).isEqualTo(new HostPort("2001:db8::1", 443));
        assertThat(HostPort.parse("[fe80::1%eth0]:1")).isEqualTo(new HostPort("fe80::1%eth0", 1));
        assertThat(HostPort.parse("db_1.internal.example.:65535"))
                .isEqualTo(new HostPort("db_1.internal.example.", 65_535));
    }

    @Test
    void aPortAloneListensOnEveryAddressOfBothFamilies() {
        assertThat(HostPort.parse(":5432", Use.LISTEN)).isEqualTo(new HostPort("::", 5432));
        assertThat(HostPort.parse("[::]:5432", Use.LISTEN)).isEqualTo(new HostPort("::", 5432));
    }

    @Test
    void aListenerMayLeaveThePortToTheSystem() {
        assertThat(HostPort.parse("127.0.0.1:0", Use.LISTEN).port()).isZero();
        assertThatThrownBy(() -> HostPort.parse("127.0.0.1:0"))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aNameServerListensOnPort53UnlessToldOtherwise() {
        assertThat(HostPort.parse("10.0.0.53", Use.NAME_SERVER))
                .isEqualTo(new HostPort("10.0.0.53", 53));
        assertThat(HostPort.parse("[::1]", Use.NAME_SERVER)).isEqualTo(new HostPort("::1", 53));
        assertThat(HostPort.parse("10.0.0.53:5353", Use.NAME_SERVER).port()).isEqualTo(5353);
    }

    @Test
    void onlyANameIsNotAnAddress() {
        assertThat(new HostPort("10.0.0.1", 80).isAddress()).isTrue();
        assertThat(new HostPort("fe80::1%eth0", 80).isAddress()).isTrue();
        assertThat(new HostPort("shop.example", 80).isAddress()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:80", "[2001:db8::1]:443", "shop.example:80"})
    void isWrittenAsItIsRead(String text) {
        assertThat(HostPort.parse(text)).hasToString(text);
    }
}
