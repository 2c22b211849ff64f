package io.faultline.core.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Layer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultCatalogTest {

    /** RFC 9209 2.3: the registered error types. */
    private static final Set<String> RFC_9209_ERRORS =
            Set.of(
                    "dns_timeout",
                    "dns_error",
                    "destination_not_found",
                    "destination_unavailable",
                    "destination_ip_prohibited",
                    "destination_ip_unroutable",
                    "connection_refused",
                    "connection_terminated",
                    "connection_timeout",
                    "connection_read_timeout",
                    "connection_write_timeout",
                    "connection_limit_reached",
                    "tls_protocol_error",
                    "tls_certificate_error",
                    "tls_alert_received",
                    "http_request_error",
                    "http_request_denied",
                    "http_response_incomplete",
                    "http_response_header_section_size",
                    "http_response_header_size",
                    "http_response_body_size",
                    "http_response_trailer_section_size",
                    "http_response_trailer_size",
                    "http_response_transfer_coding",
                    "http_response_content_coding",
                    "http_response_timeout",
                    "http_upgrade_failed",
                    "http_protocol_error",
                    "proxy_internal_response",
                    "proxy_internal_error",
                    "proxy_configuration_error",
                    "proxy_loop_detected");

    @Test
    void everyEnumOfTheSealedInterfaceIsInTheCatalogWhole() {
        List<Object> constants =
                Arrays.stream(FaultCode.class.getPermittedSubclasses())
                        .flatMap(type -> Arrays.<Object>stream(type.getEnumConstants()))
                        .toList();

        assertThat(FaultCatalog.all()).containsExactlyInAnyOrderElementsOf(cast(constants));
    }

    /** An id that left this list has left somebody's alert rules. Add lines, never change one. */
    @Test
    void noStableIdWasEverRemovedOrRenamed() throws IOException {
        List<String> stable = stableIds();

        assertThat(FaultCatalog.all()).extracting(FaultCode::id).containsAll(stable);
    }

    @Test
    void aNewIdIsPromisedInTheListOfStableIds() throws IOException {
        assertThat(stableIds())
                .doesNotHaveDuplicates()
                .containsAll(FaultCatalog.all().stream().map(FaultCode::id).toList());
    }

    @Test
    void idsAreUniqueAndHaveOneShape() {
        assertThat(FaultCatalog.all())
                .extracting(FaultCode::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("L[1-7]\\.[A-Z_]+"));
    }

    @Test
    void anIdNamesItsLayerAndItsConstant() {
        for (FaultCode code : FaultCatalog.all()) {
            assertThat(code.id()).isEqualTo(code.layer() + "." + ((Enum<?>) code).name());
        }
    }

    @Test
    void anEnumHoldsCodesOfOneLayerOnly() {
        assertThat(LinkFault.values()).extracting(FaultCode::layer).containsOnly(Layer.L2);
        assertThat(NetworkFault.values()).extracting(FaultCode::layer).containsOnly(Layer.L3);
        assertThat(TransportFault.values()).extracting(FaultCode::layer).containsOnly(Layer.L4);
        assertThat(SessionFault.values()).extracting(FaultCode::layer).containsOnly(Layer.L5);
        assertThat(TlsFault.values()).extracting(FaultCode::layer).containsOnly(Layer.L6);
        assertThat(ApplicationFault.values()).extracting(FaultCode::layer).containsOnly(Layer.L7);
    }

    @Test
    void theCatalogClimbsFromTheLowestLayerUp() {
        assertThat(FaultCatalog.all()).extracting(FaultCode::layer).isSorted();
    }

    @Test
    void everyCodeSaysWhatItMeansAndWhereToLook() {
        for (FaultCode code : FaultCatalog.all()) {
            assertThat(code.meaning()).as(code.id()).endsWith(".").hasSizeBetween(20, 220);
            assertThat(code.lookWith()).as(code.id()).isNotEmpty().noneMatch(String::isBlank);
        }
    }

    @Test
    void meaningsAreTellingEnoughToBeDifferent() {
        assertThat(FaultCatalog.all()).extracting(FaultCode::meaning).doesNotHaveDuplicates();
    }

    @Test
    void proxyStatusTokensAreThoseOfRfc9209() {
        for (FaultCode code : FaultCatalog.all()) {
            if (!code.proxyStatusError().isEmpty()) {
                assertThat(RFC_9209_ERRORS).as(code.id()).contains(code.proxyStatusError());
            }
        }
    }

    @Test
    void onlyErrorsAreAnswered() {
        assertThat(FaultCatalog.all())
                .allMatch(code -> code.httpStatus() == 0 || code.httpStatus() / 100 >= 4);
    }

    /** 4xx says that the client is at fault: never for what broke behind us. */
    @Test
    void whatBreaksOnTheWayToAnEndpointIsNeverAnsweredWithTheClientsFault() {
        assertThat(TransportFault.values()).allMatch(code -> code.httpStatus() / 100 != 4);
    }

    @Test
    void onlyWhatNoSystemCallReportsIsSuspected() {
        assertThat(FaultCatalog.all())
                .filteredOn(FaultCode::suspected)
                .containsExactly(
                        LinkFault.NEIGHBOR_UNRESOLVED,
                        TransportFault.CONNTRACK_FULL,
                        TransportFault.LISTEN_OVERFLOW);
    }

    @Test
    void aCodeIsFoundHoweverAnOperatorTypesIt() {
        for (String typed :
                List.of(
                        "L4.CONNECT_REFUSED",
                        "l4.connect_refused",
                        " L4.Connect-Refused ",
                        "connect_refused",
                        "connect refused")) {
            assertThat(FaultCatalog.find(typed))
                    .as(typed)
                    .isEqualTo(TransportFault.CONNECT_REFUSED);
        }
        assertThat(FaultCatalog.find("L9.CONNECT_REFUSED")).isNull();
        assertThat(FaultCatalog.find("")).isNull();
    }

    @Test
    void noNameExistsOnTwoLayersBecauseTheLayerMayBeLeftOut() {
        assertThat(FaultCatalog.all())
                .extracting(code -> code.id().substring(3))
                .doesNotHaveDuplicates();
    }

    @Test
    void aTypingErrorGetsTheCodeThatWasMeant() {
        assertThat(FaultCatalog.suggestions("L4.CONECT_REFUSD"))
                .first()
                .isEqualTo(TransportFault.CONNECT_REFUSED);
        assertThat(FaultCatalog.suggestions("L3.connect_refused"))
                .first()
                .isEqualTo(TransportFault.CONNECT_REFUSED);
        assertThat(FaultCatalog.suggestions("exhausted"))
                .contains(TransportFault.PORTS_EXHAUSTED, TransportFault.FILES_EXHAUSTED);
        assertThat(FaultCatalog.suggestions("xylophone")).isEmpty();
    }

    private static List<FaultCode> cast(List<Object> constants) {
        return constants.stream().map(FaultCode.class::cast).toList();
    }

    private static List<String> stableIds() throws IOException {
        try (var list = FaultCatalogTest.class.getResourceAsStream("stable-ids.txt")) {
            return new String(Objects.requireNonNull(list).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
