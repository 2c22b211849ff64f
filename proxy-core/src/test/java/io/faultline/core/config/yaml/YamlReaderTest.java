package io.faultline.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.source.Problem;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Refused;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u0085", "\u2028"})
    void placesAreRightWhateverEndsALine(String lineEnd) {
        Mapping root = mapping(String.join(lineEnd, "a: 1", "# note", "b:", "  c: 2", ""));

        assertThat(places(root)).containsExactly("edge.yaml:1:1", "edge.yaml:3:1");
        assertThat(places((Mapping) root.entries().get(1).value()))
                .containsExactly("edge.yaml:4:3");
    }

    @Test
    void columnsCountCharactersNotTheirHalves() {
        Mapping root = mapping("{ \uD83D\uDE00: 1, b: 2 }");

        assertThat(places(root)).containsExactly("edge.yaml:1:3", "edge.yaml:1:9");
    }

    @Test
    void aKeyIsAsWideAsItIsWritten() {
        Mapping root = mapping("plain: 1\n\"quoted\": 2");

        assertThat(root.entries())
                .extracting(entry -> entry.keyLocation().width())
                .containsExactly(5, 8);
    }

    @Test
    void nothingIsToldFromTheWordsInQuotes() {
        Mapping root = mapping("a:\nb: ~\nc: null\nd: \"\"\ne: '~'\nf: \"null\"\n");

        assertThat(root.entries())
                .extracting(entry -> ((Scalar) entry.value()).nothing())
                .containsExactly(true, true, true, false, false, false);
    }

    @Test
    void aRefusedValueLeavesTheRestReadable() {
        SourceText source = new SourceText("edge.yaml", "a: !t { x: *y }\nb: 1\n");
        Problems problems = new Problems(source);

        Mapping root =
                (Mapping) Objects.requireNonNull(YamlReader.read(source, problems, name -> null));

        assertThat(root.entries().get(0).value()).isInstanceOf(Refused.class);
        assertThat(root.entries().get(1).value()).isInstanceOf(Scalar.class);
        assertThat(problems.sorted()).extracting(Problem::isError).containsExactly(true, true);
    }

    private static Mapping mapping(String text) {
        SourceText source = new SourceText("edge.yaml", text);
        Problems problems = new Problems(source);
        YamlNode root = YamlReader.read(source, problems, name -> null);
        assertThat(problems.sorted()).isEmpty();
        return (Mapping) Objects.requireNonNull(root);
    }

    private static List<String> places(Mapping mapping) {
        return mapping.entries().stream()
                .map(Entry::keyLocation)
                .map(place -> place.exact())
                .toList();
    }
}
