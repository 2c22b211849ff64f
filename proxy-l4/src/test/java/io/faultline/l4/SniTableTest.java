package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SniTableTest {

    private static final List<String> NO_ALPN = List.of();

    private final SniTable<String> table = new SniTable<>();

    private SniTableTest add(String name, String target, String... alpn) {
        table.add(SniPattern.of(name), List.of(alpn), target);
        return this;
    }

    @Test
    void anExactNameIsFoundAndNothingLikeIt() {
        add("shop.example.com", "shop");

        assertThat(table.find("shop.example.com", NO_ALPN)).isEqualTo("shop");
        assertThat(table.find("a.shop.example.com", NO_ALPN)).isNull();
        assertThat(table.find("shop.example.co", NO_ALPN)).isNull();
        assertThat(table.find("xshop.example.com", NO_ALPN)).isNull();
        assertThat(table.find("example.com", NO_ALPN)).isNull();
    }

    @Test
    void aWildcardStandsForOneOrMorePartsAndNotForNone() {
        add("*.example.com", "wild");

        assertThat(table.find("a.example.com", NO_ALPN)).isEqualTo("wild");
        assertThat(table.find("a.b.c.example.com", NO_ALPN)).isEqualTo("wild");
        assertThat(table.find("example.com", NO_ALPN)).isNull();
        assertThat(table.find("aexample.com", NO_ALPN)).isNull();
    }

    @Test
    void theLongestNameThatFitsWins() {
        add("*.com", "com").add("*.example.com", "wild").add("a.example.com", "exact");
        add("*.b.example.com", "deep");

        assertThat(table.find("a.example.com", NO_ALPN)).isEqualTo("exact");
        assertThat(table.find("b.example.com", NO_ALPN)).isEqualTo("wild");
        assertThat(table.find("x.b.example.com", NO_ALPN)).isEqualTo("deep");
        assertThat(table.find("other.com", NO_ALPN)).isEqualTo("com");
    }

    @Test
    void aProtocolChoosesAmongEntriesOfOneNameAndElseTheSearchGoesOn() {
        add("mail.example.com", "imap", "imap").add("mail.example.com", "smtp", "smtp", "lmtp");
        add("*.example.com", "web");

        assertThat(table.find("mail.example.com", List.of("lmtp"))).isEqualTo("smtp");
        assertThat(table.find("mail.example.com", List.of("smtp", "imap"))).isEqualTo("imap");
        assertThat(table.find("mail.example.com", List.of("h2"))).isEqualTo("web");
        assertThat(table.find("mail.example.com", NO_ALPN)).isEqualTo("web");
    }

    @Test
    void anEntryForAProtocolComesBeforeTheOneForAll() {
        add("a.example", "all").add("a.example", "h2", "h2");

        assertThat(table.find("a.example", List.of("h2"))).isEqualTo("h2");
        assertThat(table.find("a.example", List.of("http/1.1"))).isEqualTo("all");
    }

    @Test
    void namesAreComparedInLowerCaseWithoutTheFinalDot() {
        add("Shop.Example.COM.", "shop").add("*.EXAMPLE.org", "wild");

        assertThat(table.find("shop.example.com", NO_ALPN)).isEqualTo("shop");
        assertThat(table.find("a.example.org", NO_ALPN)).isEqualTo("wild");
    }

    @Test
    void aNameWithManyPartsIsFoundByItsEnd() {
        add("*.example.com", "wild");
        String deep = IntStream.range(0, 110).mapToObj(i -> "a").collect(Collectors.joining("."));

        assertThat(table.find(deep + ".example.com", NO_ALPN)).isEqualTo("wild");
        assertThat(table.find(deep, NO_ALPN)).isNull();
    }
}
