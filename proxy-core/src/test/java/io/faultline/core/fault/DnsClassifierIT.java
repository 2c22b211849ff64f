package io.faultline.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.ScriptedDns;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Netty's resolver really throws for each way in which a lookup can fail. */
class DnsClassifierIT {

    private final ScriptedDns dns = ScriptedDns.start();
    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private DnsNameResolver resolver;

    @BeforeEach
    void askTheScript() {
        resolver =
                new DnsNameResolverBuilder(loop.next())
                        .datagramChannelType(NioDatagramChannel.class)
                        .nameServerProvider(
                                new SingletonDnsServerAddressStreamProvider(dns.address()))
                        .resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
                        .queryTimeoutMillis(300)
                        .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        resolver.close();
        dns.close();
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    @Test
    void aNameThatDoesNotExist() throws Exception {
        dns.nxdomain("gone.example");

        assertThat(lookup("gone.example").code()).isEqualTo(ApplicationFault.DNS_NXDOMAIN);
    }

    @Test
    void aResolverInTrouble() throws Exception {
        dns.servfail("sick.example");

        assertThat(lookup("sick.example").code()).isEqualTo(ApplicationFault.DNS_SERVFAIL);
    }

    @Test
    void aNameWithoutAnAddress() throws Exception {
        dns.empty("bare.example");

        assertThat(lookup("bare.example").code()).isEqualTo(ApplicationFault.DNS_EMPTY);
    }

    @Test
    void aResolverThatSaysNothing() throws Exception {
        dns.silent("mute.example");

        Fault fault = lookup("mute.example");

        assertThat(fault.code()).isEqualTo(ApplicationFault.DNS_TIMEOUT);
        assertThat(fault.evidence().toString()).contains("resolver=", "question=mute.example.");
    }

    private Fault lookup(String name) throws InterruptedException {
        var answer = resolver.resolve(name).await();
        assertThat(answer.isSuccess()).as("no address for %s", name).isFalse();
        return DnsClassifier.ofThrowable(answer.cause());
    }
}
