package io.faultline.core.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.SampleTcp;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import io.faultline.core.config.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON is YAML, so our own reader reads the schema back. */
class ConfigSchemaTest {

    private static final Mapping SCHEMA = parse(ConfigSchema.render(SampleTcp.REGISTRY));

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collectReferences(SCHEMA, references);

        assertThat(references).hasSizeGreaterThan(20);
        assertThat(references)
                .allSatisfy(
                        reference ->
                                assertThat(at("$defs", reference.replace("#/$defs/", "")))
                                        .isInstanceOf(Mapping.class));
    }

    @Test
    void aKeyCarriesItsTypeRangeAndDefault() {
        assertThat(text("$defs", "Connect", "properties", "attempts", "default")).isEqualTo("3");
        assertThat(at("$defs", "Connect", "properties", "attempts", "anyOf").toString())
                .contains("integer", "minimum", "maximum");
        assertThat(text("$defs", "Connect", "properties", "timeout", "description"))
                .isEqualTo("How long one connect may take. Range: 10ms to 10s.");
        assertThat("1m30s")
                .matches(
                        text("$defs", "Connect", "properties", "timeout", "pattern")
                                .split("\\|")[0]);
    }

    @Test
    void unknownKeysAreWrongEverywhere() {
        assertThat(text("additionalProperties")).isEqualTo("false");
        assertThat(text("$defs", "Listener", "additionalProperties")).isEqualTo("false");
    }

    @Test
    void aListenerHasExactlyOneProtocol() {
        Mapping listener =
                (Mapping)
                        at(
                                parse(
                                        ConfigSchema.render(
                                                Map.of(
                                                        "tcp",
                                                        SampleTcp.class,
                                                        "copy",
                                                        SampleTcp.class))),
                                "$defs",
                                "Listener");

        assertThat(((Sequence) at(listener, "oneOf")).elements()).hasSize(2);
        assertThat(at(listener, "properties", "copy", "$ref")).isInstanceOf(Scalar.class);
    }

    @Test
    void anEndpointMayBeItsAddressAlone() {
        assertThat(((Sequence) at("$defs", "Endpoint", "anyOf")).elements()).hasSize(2);
    }

    private static String text(String... path) {
        return ((Scalar) at(path)).text();
    }

    private static YamlNode at(String... path) {
        return at(SCHEMA, path);
    }

    private static YamlNode at(YamlNode from, String... path) {
        YamlNode node = from;
        for (String key : path) {
            node =
                    ((Mapping) node)
                            .entries().stream()
                                    .filter(entry -> entry.key().equals(key))
                                    .findFirst()
                                    .orElseThrow()
                                    .value();
        }
        return node;
    }

    private static void collectReferences(YamlNode node, List<String> references) {
        switch (node) {
            case Mapping mapping ->
                    mapping.entries()
                            .forEach(
                                    entry -> {
                                        if (entry.key().equals("$ref")) {
                                            references.add(((Scalar) entry.value()).text());
                                        }
                                        collectReferences(entry.value(), references);
                                    });
            case Sequence sequence ->
                    sequence.elements().forEach(each -> collectReferences(each, references));
            default -> {}
        }
    }

    /** Patterns and descriptions hold "${", which is not a variable here. */
    private static Mapping parse(String json) {
        return SchemaReader.read(json);
    }
}
