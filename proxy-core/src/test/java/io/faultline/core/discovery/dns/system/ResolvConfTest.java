package io.faultline.core.discovery.dns.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResolvConfTest {

    @Test
    void nameServersStandInTheOrderOfTheFile() {
        var conf = parse("# a comment", "nameserver 10.0.0.2", "nameserver\t2001:db8::53 ", ";x");

        assertThat(conf.servers()).containsExactly(server("10.0.0.2"), server("2001:db8::53"));
    }

    @Test
    void withoutANameServerTheLocalMachineIsAsked() {
        assertThat(parse().servers()).containsExactly(server("127.0.0.1"));
        assertThat(parse("nameserver", "nameserver dns.example").servers())
                .containsExactly(server("127.0.0.1"));
    }

    @Test
    void theLastOfSearchAndDomainWins() {
        var conf = parse("domain old.test", "search a.test b.test. .");

        assertThat(conf.search().domains()).containsExactly("a.test", "b.test");
    }

    @Test
    void aNameWithEnoughDotsIsTriedAsItStandsFirst() {
        var search = parse("search a.test", "options timeout:1 ndots:2").search();

        assertThat(search.candidates("x.y.z")).containsExactly("x.y.z", "x.y.z.a.test");
        assertThat(search.candidates("x.y")).containsExactly("x.y.a.test", "x.y");
    }

    @Test
    void aNameThatEndsWithADotIsComplete() {
        var search = parse("search a.test", "options ndots:5").search();

        assertThat(search.candidates("db.test.")).containsExactly("db.test");
    }

    private static ResolvConf parse(String... lines) {
        return ResolvConf.parse(List.of(lines));
    }

    private static InetSocketAddress server(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
    }
}
