package io.faultline.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.TcpInfo;
import org.junit.jupiter.api.Test;

class RefusalTest {

    private static final PeerAddress ENDPOINT = PeerAddress.ofV6(0x2001_0db8_0000_0000L, 1, 80, 0);

    @Test
    void aSegmentThatCameIsARst() {
        Fault fault = refused(Errno.ECONNREFUSED, 1);

        assertThat(fault.code()).isEqualTo(TransportFault.CONNECT_REFUSED);
        assertThat(fault.evidence().value("said_by")).startsWith("a RST");
    }

    @Test
    void aRefusalWithoutASegmentIsIcmp() {
        assertThat(refused(Errno.ECONNREFUSED, 0).evidence().value("said_by")).startsWith("ICMP");
    }

    @Test
    void aKernelThatDoesNotCountSegmentsLeavesItOpen() {
        assertThat(refused(Errno.ECONNREFUSED, TcpInfo.UNTOLD).evidence().value("said_by"))
                .isNull();
    }

    @Test
    void aProhibitionFromTheWayIsNotOurOwnHosts() {
        Fault fault = refused(Errno.EACCES, 0);

        assertThat(fault.code()).isEqualTo(NetworkFault.HOST_UNREACHABLE);
        assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
        assertThat(fault.evidence().value("errno")).isEqualTo("EACCES");
    }

    private static Fault refused(int errno, int segmentsIn) {
        return Refusal.explained(
                FaultClassifier.ofErrno(errno, Stage.CONNECT, Side.UPSTREAM, ENDPOINT),
                errno,
                TcpFacts.closedAfter(segmentsIn));
    }
}
