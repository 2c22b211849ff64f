package io.faultline.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class DnsClassifierTest {

    @Test
    void theFourWaysToHaveNoAddressAreToldApart() {
        assertThat(DnsClassifier.ofResponse(DnsResponseCode.NXDOMAIN))
                .hasToString("L7.DNS_NXDOMAIN (upstream, resolve) rcode=NXDOMAIN");
        assertThat(DnsClassifier.ofResponse(DnsResponseCode.NOERROR))
                .hasToString("L7.DNS_EMPTY (upstream, resolve) rcode=NOERROR");
        assertThat(DnsClassifier.ofResponse(DnsResponseCode.SERVFAIL))
                .hasToString("L7.DNS_SERVFAIL (upstream, resolve) rcode=SERVFAIL");
        assertThat(DnsClassifier.timeout()).hasToString("L7.DNS_TIMEOUT (proxy, resolve)");
    }

    /** The name's owner can do nothing about a resolver that does not want to serve us. */
    @Test
    void aResolverThatRefusesUsIsOurOwnAffair() {
        assertThat(DnsClassifier.ofResponse(DnsResponseCode.REFUSED))
                .hasToString("L7.DNS_SERVFAIL (proxy, resolve) rcode=REFUSED");
    }

    @Test
    void aTimeoutNamesTheResolverAndTheQuestion() {
        var asked = new DefaultDnsQuestion("shop.example.", DnsRecordType.A);
        var late =
                new DnsNameResolverTimeoutException(
                        new InetSocketAddress("127.0.0.1", 53), asked, "timed out after 5000 ms");
        var thrown = new UnknownHostException("shop.example");
        thrown.initCause(late);

        assertThat(DnsClassifier.ofThrowable(thrown))
                .hasToString(
                        "L7.DNS_TIMEOUT (proxy, resolve)"
                                + " resolver=/127.0.0.1:53 question=shop.example.");
    }

    @Test
    void aResolverThatCannotBeReachedIsBlamedOnTheLayerBelow() {
        Fault fault = DnsClassifier.ofThrowable(new IOException("Network is unreachable"));

        assertThat(fault.code()).isEqualTo(NetworkFault.NETWORK_UNREACHABLE);
        assertThat(fault.stage()).isEqualTo(Stage.RESOLVE);
        assertThat(fault.side()).isEqualTo(Side.PROXY);
    }

    @Test
    void whatALookupThrewBesidesKeepsItsText() {
        assertThat(DnsClassifier.ofThrowable(new IllegalStateException("no name server")))
                .hasToString(
                        "L7.DNS_SERVFAIL (proxy, resolve)"
                                + " error=java.lang.IllegalStateException: no name server");
    }
}
