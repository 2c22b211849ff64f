package io.faultline.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class ErrnoTest {

    @Test
    void everyConstantKnowsItsOwnName() throws IllegalAccessException {
        for (Field constant : Errno.class.getFields()) {
            assertThat(Errno.name(constant.getInt(null))).isEqualTo(constant.getName());
        }
    }

    /** The kernel's generic table, asm-generic/errno.h, which x86_64 and aarch64 share. */
    @Test
    void theNumbersAreLinuxes() {
        assertThat(Errno.EADDRNOTAVAIL).isEqualTo(99);
        assertThat(Errno.ENETUNREACH).isEqualTo(101);
        assertThat(Errno.ECONNRESET).isEqualTo(104);
        assertThat(Errno.ETIMEDOUT).isEqualTo(110);
        assertThat(Errno.ECONNREFUSED).isEqualTo(111);
        assertThat(Errno.EHOSTUNREACH).isEqualTo(113);
    }

    @Test
    void aNumberWeNeverMetIsShownAsItIs() {
        assertThat(Errno.name(4711)).isEqualTo("errno 4711");
    }
}
