package io.faultline.l7.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a call is known, how long it may take, and what its client is told. */
class GrpcCallTest {

    private static RequestHead request(String contentType, String timeout) {
        var head = new RequestHead();
        head.clear();
        head.fields().add(Ascii.bytes("content-type"), Ascii.bytes(contentType));
        head.fields().add(Ascii.bytes("grpc-timeout"), Ascii.bytes(timeout));
        return head;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/grpc", "application/grpc+proto", "application/grpc;charset=x"})
    void aCallIsKnownByItsContentType(String type) {
        assertThat(GrpcCall.is(request(type, "1S"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web", "application/json", "application/grp", ""})
    void nothingElseIsOne(String type) {
        RequestHead request = request(type, "1S");
        assertThat(GrpcCall.is(request)).isFalse();
        assertThat(GrpcCall.deadline(request)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2H, PT2H",
        "3M, PT3M",
        "4S, PT4S",
        "5m, PT0.005S",
        "6u, PT0.000006S",
        "7n, PT0.000000007S",
        "99999999S, PT99999999S",
        "0m, PT0S"
    })
    void theTimeoutHasAUnit(String written, Duration meant) {
        Timer deadline =
                Objects.requireNonNull(GrpcCall.deadline(request("application/grpc", written)));
        assertThat(deadline.nanos()).isEqualTo(meant.toNanos());
        assertThat(deadline.text()).contains("grpc-timeout=" + written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "5", "5s", "-5S", "999999999S", "1.5S", " 5S"})
    void whatIsNoTimeoutBoundsNothing(String written) {
        assertThat(GrpcCall.deadline(request("application/grpc", written))).isNull();
    }

    @Test
    void theStatusSaysWhetherTheCallMayBeMadeAgain() {
        assertThat(GrpcStatus.of(TransportFault.CONNECT_REFUSED)).isEqualTo(GrpcStatus.UNAVAILABLE);
        assertThat(GrpcStatus.of(TransportFault.CONNECT_TIMEOUT)).isEqualTo(GrpcStatus.UNAVAILABLE);
        assertThat(GrpcStatus.of(SessionFault.NONE_HEALTHY)).isEqualTo(GrpcStatus.UNAVAILABLE);
        assertThat(GrpcStatus.of(ApplicationFault.RESPONSE_TIMEOUT))
                .isEqualTo(GrpcStatus.DEADLINE_EXCEEDED);
        assertThat(GrpcStatus.of(TransportFault.READ_STALLED))
                .isEqualTo(GrpcStatus.DEADLINE_EXCEEDED);
        assertThat(GrpcStatus.of(ApplicationFault.NO_MATCHING_ROUTE))
                .isEqualTo(GrpcStatus.UNIMPLEMENTED);
        assertThat(GrpcStatus.of(ApplicationFault.BODY_TOO_LARGE))
                .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertThat(GrpcStatus.of(ApplicationFault.RATE_LIMITED))
                .isEqualTo(GrpcStatus.RESOURCE_EXHAUSTED);
        assertThat(GrpcStatus.of(ApplicationFault.BAD_RESPONSE)).isEqualTo(GrpcStatus.INTERNAL);
        assertThat(GrpcStatus.of(ApplicationFault.FORBIDDEN))
                .isEqualTo(GrpcStatus.PERMISSION_DENIED);
    }

    /** As clients make of RST_STREAM themselves, where no proxy is in between. */
    @ParameterizedTest
    @CsvSource({
        "CANCEL, CANCELLED",
        "ENHANCE_YOUR_CALM, RESOURCE_EXHAUSTED",
        "INADEQUATE_SECURITY, PERMISSION_DENIED",
        "INTERNAL_ERROR, INTERNAL",
        "NO_ERROR, INTERNAL",
        "0x1234, INTERNAL"
    })
    void aResetOfTheEndpointIsToldByItsReason(String reason, GrpcStatus status) {
        Fault fault =
                Fault.of(ApplicationFault.STREAM_RESET, Side.UPSTREAM, Stage.RESPONSE)
                        .with("seen", "RST_STREAM " + reason);
        assertThat(GrpcStatus.of(fault)).isEqualTo(status);
    }

    @Test
    void noFaultIsToldAsSuccess() {
        for (FaultCode code : ApplicationFault.values()) {
            assertThat(GrpcStatus.of(code).text()).as(code.id()).isNotEqualTo(Ascii.bytes("0"));
        }
    }

    @Test
    void theMessageNamesTheCodeAndIsPercentEncoded() {
        Fault fault =
                Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT)
                        .with("address", "10.0.0.1:80");
        assertThat(new String(GrpcStatus.message(fault, "4f1c"), US_ASCII))
                .startsWith("L4.CONNECT_REFUSED: ")
                .contains("request-id 4f1c")
                .as("addresses stand in the log")
                .doesNotContain("10.0.0.1");
        assertThat(new String(GrpcStatus.encode("100 % \u00fc\n"), US_ASCII))
                .isEqualTo("100 %25 %C3%BC%0A");
    }
}
