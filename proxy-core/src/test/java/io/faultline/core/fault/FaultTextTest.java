package io.faultline.core.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultTextTest {

    @Test
    void thePageOfACodeTellsAllAnOperatorNeedsToStart() {
        assertThat(FaultText.about("l4.connect_refused"))
                .isEqualTo(
                        """
                        L4.CONNECT_REFUSED  (L4, transport)

                          The host answered our SYN with a reset: it is up, and nothing listens on that port (or a firewall
                          rejects it).

                          client gets  HTTP 502, Proxy-Status: error=connection_refused
                          retried      always: nothing can have been processed

                          look with
                            ss -ltnp 'sport = :PORT'  # on the endpoint: does anything listen, and on which address
                            nc -vz ADDRESS PORT  # from this host
                            systemctl status SERVICE  # on the endpoint: crashed, or still starting
                        """);
    }

    @Test
    void aSuspectedCodeSaysSo() {
        assertThat(FaultText.page(LinkFault.NEIGHBOR_UNRESOLVED)).contains("(suspected) Nobody");
    }

    @Test
    void theListHasEveryCodeUnderItsLayerAndFitsATerminal() {
        String list = FaultText.list();

        for (FaultCode code : FaultCatalog.all()) {
            assertThat(list).contains("  " + code.id() + " ");
        }
        assertThat(list.indexOf("L2  data link")).isLessThan(list.indexOf("L3  network"));
        assertThat(list.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void aLayerAloneIsAQuestionToo() {
        assertThat(FaultText.about("l3"))
                .startsWith("L3  network: ")
                .contains("L3.HOST_UNREACHABLE")
                .doesNotContain("L4.");
        assertThat(FaultText.about("L1")).contains("no code of ours");
    }

    @Test
    void anUnknownCodeGetsASentenceWithTheNextStep() {
        assertThat(FaultText.about("L4.RESETT")).isNull();
        assertThat(FaultText.unknown("L4.RESETT"))
                .isEqualTo("No fault code 'L4.RESETT'. Did you mean L4.RESET?");
        assertThat(FaultText.unknown("xylophone"))
                .isEqualTo("No fault code 'xylophone'. 'faultline faults' lists them all.");
    }
}
