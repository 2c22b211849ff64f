package io.faultline.core.fault;

import static io.faultline.core.Side.CLIENT;
import static io.faultline.core.Side.PROXY;
import static io.faultline.core.Side.UPSTREAM;
import static io.faultline.core.Stage.ACCEPT;
import static io.faultline.core.Stage.CONNECT;
import static io.faultline.core.Stage.RELAY;
import static io.faultline.core.Stage.REQUEST;
import static io.faultline.core.Stage.RESPONSE;
import static io.faultline.core.Stage.TLS;
import static io.faultline.core.Stage.UPSTREAM_TLS;
import static io.faultline.core.fault.ApplicationFault.INTERNAL;
import static io.faultline.core.fault.NetworkFault.DESTINATION_DENIED;
import static io.faultline.core.fault.NetworkFault.HOST_UNREACHABLE;
import static io.faultline.core.fault.NetworkFault.NETWORK_UNREACHABLE;
import static io.faultline.core.fault.TransportFault.CLOSED_EARLY;
import static io.faultline.core.fault.TransportFault.CONNECT_REFUSED;
import static io.faultline.core.fault.TransportFault.CONNECT_TIMEOUT;
import static io.faultline.core.fault.TransportFault.FILES_EXHAUSTED;
import static io.faultline.core.fault.TransportFault.MEMORY_EXHAUSTED;
import static io.faultline.core.fault.TransportFault.PORTS_EXHAUSTED;
import static io.faultline.core.fault.TransportFault.READ_STALLED;
import static io.faultline.core.fault.TransportFault.RESET;
import static io.faultline.core.fault.TransportFault.WRITE_STALLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultClassifierTest {

    private static final PeerAddress ENDPOINT = PeerAddress.ofV4(0x0a00_0001, 80);

    static Stream<Arguments> table() {
        return Stream.of(
                // A connect towards an endpoint.
                row(Errno.ECONNREFUSED, CONNECT, UPSTREAM, CONNECT_REFUSED, UPSTREAM),
                row(Errno.ETIMEDOUT, CONNECT, UPSTREAM, CONNECT_TIMEOUT, UPSTREAM),
                row(Errno.ENETUNREACH, CONNECT, UPSTREAM, NETWORK_UNREACHABLE, UPSTREAM),
                row(Errno.EHOSTUNREACH, CONNECT, UPSTREAM, HOST_UNREACHABLE, UPSTREAM),
                row(Errno.EHOSTDOWN, CONNECT, UPSTREAM, HOST_UNREACHABLE, UPSTREAM),
                row(Errno.ENONET, CONNECT, UPSTREAM, HOST_UNREACHABLE, UPSTREAM),
                row(Errno.ENOPROTOOPT, CONNECT, UPSTREAM, HOST_UNREACHABLE, UPSTREAM),
                row(Errno.ECONNRESET, CONNECT, UPSTREAM, RESET, UPSTREAM),
                row(Errno.EPIPE, CONNECT, UPSTREAM, RESET, UPSTREAM),
                row(Errno.ENOTCONN, CONNECT, UPSTREAM, CLOSED_EARLY, UPSTREAM),
                // A connect that our own host did not allow.
                row(Errno.EADDRNOTAVAIL, CONNECT, UPSTREAM, PORTS_EXHAUSTED, PROXY),
                row(Errno.EADDRINUSE, CONNECT, UPSTREAM, PORTS_EXHAUSTED, PROXY),
                row(Errno.EMFILE, CONNECT, UPSTREAM, FILES_EXHAUSTED, PROXY),
                row(Errno.ENFILE, CONNECT, UPSTREAM, FILES_EXHAUSTED, PROXY),
                row(Errno.ENOSPC, CONNECT, UPSTREAM, FILES_EXHAUSTED, PROXY),
                row(Errno.ENOBUFS, CONNECT, UPSTREAM, MEMORY_EXHAUSTED, PROXY),
                row(Errno.ENOMEM, CONNECT, UPSTREAM, MEMORY_EXHAUSTED, PROXY),
                row(Errno.EPERM, CONNECT, UPSTREAM, DESTINATION_DENIED, PROXY),
                row(Errno.EACCES, CONNECT, UPSTREAM, DESTINATION_DENIED, PROXY),
                row(Errno.ENETDOWN, CONNECT, UPSTREAM, NETWORK_UNREACHABLE, PROXY),
                row(Errno.EAFNOSUPPORT, CONNECT, UPSTREAM, NETWORK_UNREACHABLE, PROXY),
                row(Errno.EINVAL, CONNECT, UPSTREAM, NETWORK_UNREACHABLE, PROXY),
                // An established connection, on either side.
                row(Errno.ECONNRESET, RELAY, UPSTREAM, RESET, UPSTREAM),
                row(Errno.ECONNRESET, RELAY, CLIENT, RESET, CLIENT),
                row(Errno.ECONNRESET, TLS, CLIENT, RESET, CLIENT),
                row(Errno.ECONNRESET, UPSTREAM_TLS, UPSTREAM, RESET, UPSTREAM),
                row(Errno.EPIPE, RELAY, CLIENT, RESET, CLIENT),
                row(Errno.ENETRESET, RELAY, UPSTREAM, RESET, UPSTREAM),
                row(Errno.ENOTCONN, RELAY, CLIENT, CLOSED_EARLY, CLIENT),
                row(Errno.ETIMEDOUT, RELAY, UPSTREAM, READ_STALLED, UPSTREAM),
                row(Errno.ETIMEDOUT, RELAY, CLIENT, READ_STALLED, CLIENT),
                row(Errno.ETIMEDOUT, RESPONSE, UPSTREAM, READ_STALLED, UPSTREAM),
                row(Errno.ETIMEDOUT, REQUEST, UPSTREAM, WRITE_STALLED, UPSTREAM),
                row(Errno.EHOSTUNREACH, RELAY, UPSTREAM, HOST_UNREACHABLE, UPSTREAM),
                row(Errno.ENETUNREACH, RELAY, CLIENT, NETWORK_UNREACHABLE, CLIENT),
                row(Errno.ENETDOWN, RELAY, UPSTREAM, NETWORK_UNREACHABLE, PROXY),
                row(Errno.ENOBUFS, RELAY, CLIENT, MEMORY_EXHAUSTED, PROXY),
                row(Errno.EPERM, RELAY, UPSTREAM, DESTINATION_DENIED, PROXY),
                // Accepting.
                row(Errno.EMFILE, ACCEPT, CLIENT, FILES_EXHAUSTED, PROXY),
                row(Errno.ENFILE, ACCEPT, CLIENT, FILES_EXHAUSTED, PROXY),
                row(Errno.ENOMEM, ACCEPT, CLIENT, MEMORY_EXHAUSTED, PROXY),
                row(Errno.ECONNABORTED, ACCEPT, CLIENT, RESET, CLIENT),
                row(Errno.EPROTO, ACCEPT, CLIENT, RESET, CLIENT),
                // Nothing the network does: we handed the kernel nonsense.
                row(Errno.EBADF, RELAY, UPSTREAM, INTERNAL, PROXY),
                row(Errno.EBADF, CONNECT, UPSTREAM, INTERNAL, PROXY),
                row(Errno.EINVAL, RELAY, CLIENT, INTERNAL, PROXY),
                row(Errno.EIO, RELAY, UPSTREAM, INTERNAL, PROXY),
                row(4711, CONNECT, UPSTREAM, INTERNAL, PROXY));
    }

    @ParameterizedTest
    @MethodSource("table")
    void anErrnoAndAStageGiveOneCodeAndOneSide(
            int errno, Stage stage, Side peer, FaultCode code, Side side) {
        Fault fault = FaultClassifier.ofErrno(errno, stage, peer, null);

        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.side()).isEqualTo(side);
        assertThat(fault.stage()).isEqualTo(stage);
    }

    @Test
    void whatOurHostIsShortOfNeverCountsAgainstAnEndpoint() {
        for (int errno :
                new int[] {Errno.EADDRNOTAVAIL, Errno.EMFILE, Errno.ENFILE, Errno.ENOBUFS}) {
            assertThat(FaultClassifier.ofErrno(errno, CONNECT, UPSTREAM, null))
                    .as(Errno.name(errno))
                    .matches(fault -> !fault.countsAgainstEndpoint());
        }
    }

    @Test
    void theEvidenceCarriesTheErrnoAndTheAddress() {
        assertThat(FaultClassifier.ofErrno(Errno.ECONNREFUSED, CONNECT, UPSTREAM, ENDPOINT))
                .hasToString(
                        "L4.CONNECT_REFUSED (upstream, connect)"
                                + " errno=ECONNREFUSED address=10.0.0.1:80");
    }

    @Test
    void aSilentlyLostConnectionSaysWhatWasNotAnswered() {
        assertThat(FaultClassifier.ofErrno(Errno.ETIMEDOUT, RELAY, UPSTREAM, null).evidence())
                .hasToString("silent=probes or retransmissions unanswered errno=ETIMEDOUT");
    }

    @Test
    void aThrowableIsClassifiedByItsErrno() {
        Fault fault =
                FaultClassifier.ofThrowable(
                        new IOException("Connection reset by peer"), RELAY, CLIENT, ENDPOINT);

        assertThat(fault)
                .hasToString("L4.RESET (client, relay) errno=ECONNRESET address=10.0.0.1:80");
    }

    @Test
    void aResetDuringAHandshakeIsStageTlsAndLayerFour() {
        Fault fault = FaultClassifier.ofErrno(Errno.ECONNRESET, TLS, CLIENT, null);

        assertThat(fault.stage()).isEqualTo(TLS);
        assertThat(fault.code().layer()).isEqualTo(Layer.L4);
    }

    @Test
    void whatNobodyClassifiedIsOurOwnBugAndKeepsItsText() {
        Fault fault =
                FaultClassifier.ofThrowable(
                        new IllegalStateException("half open"), RELAY, UPSTREAM, null);

        assertThat(fault)
                .hasToString(
                        "L7.INTERNAL (proxy, relay)"
                                + " error=java.lang.IllegalStateException: half open");
    }

    private static Arguments row(int errno, Stage stage, Side peer, FaultCode code, Side side) {
        String name = Errno.name(errno) + " " + stage.label() + " " + peer.label();
        return argumentSet(name + " -> " + code.id(), errno, stage, peer, code, side);
    }
}
