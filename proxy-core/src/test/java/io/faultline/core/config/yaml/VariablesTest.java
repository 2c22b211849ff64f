package io.faultline.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.SampleTcp;
import io.faultline.core.config.Yaml;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.value.HostPort;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an unset or malformed variable is reported is in the golden files. */
class VariablesTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "HOST", "10.0.0.7",
                    "PORT", "8080",
                    "EMPTY", "",
                    "NOTHING", "null",
                    "NESTED", "${HOST}",
                    "INJECTION", "x }, admin: { bind: 0.0.0.0:1 }");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "${HOST}, 10.0.0.7",
                "a${HOST}b${PORT}c, a10.0.0.7b8080c",
                "${UNSET:-80}, 80",
                "${EMPTY:-80}, 80",
                "${HOST:-80}, 10.0.0.7",
                "x${UNSET:-}y, xy",
                "'${HOST}', 10.0.0.7",
                "\"${HOST}\", 10.0.0.7",
                "$${HOST}, ${HOST}",
                "$$${HOST}, $${HOST}",
                "$HOST, $HOST",
                "$, $",
                "a$$b, a$$b",
                "${NESTED}, ${HOST}",
                "${NOTHING}, null",
                "${UNSET:-a:-b}, a:-b",
            })
    void areReplacedInValues(String written, String bound) throws ConfigException {
        assertThat(label(written)).isEqualTo(bound);
    }

    @Test
    void whatAVariableHoldsIsNeverReadAsYaml() throws ConfigException {
        assertThat(label("${INJECTION}")).isEqualTo("x }, admin: { bind: 0.0.0.0:1 }");
    }

    @Test
    void aValueMayBePutTogetherFromSeveral() throws ConfigException {
        var config =
                Yaml.load(
                        """
                        listeners:
                          - name: web
                            bind: ${HOST}:${PORT}
                            tcp: { to: shop }
                        upstreams: { shop: { endpoints: ["${HOST}:${PORT}"] } }
                        workers: ${WORKERS:-3}
                        """,
                        ENVIRONMENT);

        assertThat(config.config().listeners().getFirst().bind())
                .isEqualTo(new HostPort("10.0.0.7", 8080));
        assertThat(config.config().workers()).isEqualTo(3);
    }

    @Test
    void expansionCannotFillTheMemory() {
        String bomb = "x".repeat(100_000);
        String many = "  a: \"%s\"\n".formatted("${BOMB}".repeat(1_000));

        assertThatThrownBy(() -> Yaml.load("upstreams:\n" + many, Map.of("BOMB", bomb)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the variables expand to more than");
    }

    private static @Nullable String label(String written) throws ConfigException {
        String text =
                """
                listeners:
                  - name: web
                    bind: 127.0.0.1:80
                    tcp:
                      to: shop
                      labels:
                        it: %s
                upstreams: { shop: { endpoints: [10.0.0.1:80] } }
                """
                        .formatted(written);
        var listeners = Yaml.load(text, ENVIRONMENT).config().listeners();
        return ((SampleTcp) listeners.getFirst().protocol().settings()).labels().get("it");
    }
}
