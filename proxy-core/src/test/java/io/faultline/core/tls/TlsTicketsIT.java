package io.faultline.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.engine.SessionScope;
import io.faultline.core.tls.engine.TicketKeys;
import io.faultline.core.tls.engine.TlsVersion;
import io.faultline.core.tls.wire.TlsWire;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker.Kind;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client comes back: to another context, after keys were turned, to another listener. */
@ParameterizedClass
@EnumSource(
        value = TlsVersion.class,
        names = {"TLS_1_2", "TLS_1_3"})
class TlsTicketsIT {

    private final TicketKeys keys = new TicketKeys();
    private final SSLContext client = TestPki.jdk(null);
    private final TlsBench bench;

    TlsTicketsIT(TlsVersion version) throws Exception {
        bench = new TlsBench(Kind.AUTO, version);
        bench.renew(SessionScope.of("web", "a.test", "NONE", "", null), keys);
    }

    @AfterEach
    void stop() throws Exception {
        bench.close();
    }

    /** Whether the client was resumed. It reads a byte, because tickets of TLS 1.3 come before that. */
    private boolean comeBack() throws Exception {
        try (var raw = new Socket(InetAddress.getLoopbackAddress(), bench.rawPort());
                var secure =
                        (SSLSocket)
                                client.getSocketFactory().createSocket(raw, "localhost", 1, true)) {
            secure.startHandshake();
            Wire wire = bench.nextWire();
            bench.onLoop(() -> wire.write(TlsBench.chunk(new byte[] {1}), 0, 1));
            assertThat(secure.getInputStream().read()).isEqualTo(1);
            boolean resumed = bench.onLoop(() -> ((TlsWire) wire).session().resumed());
            bench.onLoop(wire::close);
            return resumed;
        }
    }

    @Test
    void aReloadOfCertificatesCostsNobodyAFullHandshake() throws Exception {
        assertThat(comeBack()).isFalse();
        assertThat(comeBack()).isTrue();
        bench.renew(SessionScope.of("web", "a.test", "NONE", "", null), keys);
        assertThat(comeBack()).isTrue();
    }

    @Test
    void aTicketIsGoodWhileItsKeyIsKept() throws Exception {
        assertThat(comeBack()).isFalse();
        turn(2);
        assertThat(comeBack()).isTrue();
        turn(3);
        assertThat(comeBack()).isFalse();
    }

    private void turn(int times) {
        for (int i = 0; i < times; i++) {
            keys.rotate();
        }
        bench.give(keys);
    }

    @Test
    void whoWasLetInByOtherRulesIsLookedAtAgain() throws Exception {
        assertThat(comeBack()).isFalse();
        bench.renew(SessionScope.of("web", "a.test", "REQUIRED", "", new byte[] {1}), keys);
        assertThat(comeBack()).as("other authorities").isFalse();
        bench.renew(SessionScope.of("other", "a.test", "REQUIRED", "", new byte[] {1}), keys);
        assertThat(comeBack()).as("another listener").isFalse();
        bench.renew(SessionScope.of("other", "b.test", "REQUIRED", "", new byte[] {1}), keys);
        assertThat(comeBack()).as("another certificate").isFalse();
    }
}
