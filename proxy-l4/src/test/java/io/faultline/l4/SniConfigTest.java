package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the configuration says about server names that do not make sense. */
class SniConfigTest {

    private static final String ENDPOINTS = "endpoints: [127.0.0.1:1]";

    @Test
    void aSoundSectionIsTakenWithoutAWord() throws ConfigException {
        assertThat(
                        warnings(
                                """
                                tcp:
                                  sni:
                                    - { names: [a.example, "*.a.example"], to: one }
                                    - { names: [a.example], alpn: [imap], to: one }
                                """))
                .isEmpty();
    }

    @Test
    void theSameNameTwiceIsAnErrorWithBothLines() {
        assertThat(
                        errors(
                                """
                                tcp:
                                  sni:
                                    - { names: ["*.a.example"], to: one }
                                    - { names: [b.example, "*.A.example."], to: one }
                                """))
                .singleElement()
                .asString()
                .contains("test.yaml:8:", "'*.a.example' stands already at test.yaml:7:");
    }

    @Test
    void theSameNameTwiceForOneProtocolIsAnErrorToo() {
        assertThat(
                        errors(
                                """
                                tcp:
                                  sni:
                                    - { names: [a.example], alpn: [h2, imap], to: one }
                                    - { names: [a.example], alpn: [imap], to: one }
                                """))
                .singleElement()
                .asString()
                .contains("'a.example' with ALPN 'imap' stands already at test.yaml:7:");
    }

    @Test
    void aListenerThatEndsTlsCannotPassItOnAsWell() {
        assertThat(
                        errors(
                                """
                                tls: { certificates: [{ cert: a.pem, key: a.key }] }
                                tcp:
                                  sni: [{ names: [a.example], to: one }]
                                """))
                .anyMatch(
                        problem ->
                                problem.contains("ends TLS itself (test.yaml:5")
                                        && problem.contains("the two exclude each other"));
    }

    @Test
    void anUnknownUpstreamIsFoundInEveryPlace() {
        assertThat(
                        errors(
                                """
                                tcp:
                                  sni: [{ names: [a.example], to: onne }]
                                  to: two
                                  plaintextTo: three
                                """))
                .hasSize(3)
                .allMatch(problem -> problem.contains("there is no"));
    }

    @Test
    void anAddressIsAWarningBecauseNobodyAsksForIt() throws ConfigException {
        assertThat(warnings("tcp: { sni: [{ names: [10.0.0.1, a.example], to: one }] }"))
                .singleElement()
                .asString()
                .contains("'10.0.0.1' is never asked for");
    }

    @Test
    void namesThatNobodyCouldAskForAreErrors() {
        for (String name : List.of("*", "a.*.example", "*a.example", "a..example", "-", "*.")) {
            assertThat(errors("tcp: { sni: [{ names: [\"" + name + "\"], to: one }] }"))
                    .as(name)
                    .hasSize(1);
        }
    }

    @Test
    void anEntryWithoutNamesOrWithAnEmptyProtocolIsAnError() {
        assertThat(errors("tcp: { sni: [{ to: one }] }"))
                .singleElement()
                .asString()
                .contains("there is no name");
        assertThat(errors("tcp: { sni: [{ names: [a.example], alpn: [\"\"], to: one }] }"))
                .singleElement()
                .asString()
                .contains("ALPN");
    }

    @Test
    void aSectionThatLeadsNowhereIsAnError() {
        assertThat(errors("tcp: { idleTimeout: 1m }"))
                .singleElement()
                .asString()
                .contains("does not say where its connections go");
        assertThat(errors("tcp: { to: one, plaintextTo: one }"))
                .singleElement()
                .asString()
                .contains("beside 'sni' only");
    }

    @Test
    void anUpstreamThatSpeaksHttp2IsNotForOpaqueBytes() {
        String one = "endpoints: [127.0.0.1:1], protocol: h2c";
        for (String tcp :
                List.of("tcp: { to: one }", "tcp: { sni: [{ names: [a.example], to: one }] }")) {
            assertThat(errors(one, tcp))
                    .singleElement()
                    .asString()
                    .contains("test.yaml:1:", "protocol h2c is for HTTP, and listener 'in' (tcp)");
        }
    }

    private static List<String> errors(String tcp) {
        return errors(ENDPOINTS, tcp);
    }

    private static List<String> errors(String one, String tcp) {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> load(one, tcp));
        assertThat(thrown).as("errors in " + tcp).isNotNull();
        return thrown.problems().stream().filter(Problem::isError).map(Problem::render).toList();
    }

    private static List<String> warnings(String tcp) throws ConfigException {
        return load(ENDPOINTS, tcp).warnings().stream().map(Problem::render).toList();
    }

    private static io.faultline.core.config.load.LoadedConfig load(String one, String tcp)
            throws ConfigException {
        String text =
                """
                upstreams: { one: { %s } }
                listeners:
                  - name: in
                    bind: 127.0.0.1:0
                """
                                .formatted(one)
                        + tcp.indent(4);
        var tcpSection = new TcpProtocolFactory();
        return ConfigLoader.parse(
                "test.yaml",
                text,
                Map.of(tcpSection.key(), tcpSection.settings()),
                (listener, findings) ->
                        tcpSection.check(
                                (TcpConfig) listener.protocol().settings(), listener, findings),
                name -> null);
    }
}
