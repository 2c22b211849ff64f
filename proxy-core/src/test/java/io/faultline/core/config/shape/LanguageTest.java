package io.faultline.core.config.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.SampleTcp;
import io.faultline.core.config.bind.ConfigBinder;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlReader;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records themselves: each describes itself well, and every example works. */
class LanguageTest {

    static Stream<RecordShape> sections() {
        Set<Class<? extends Record>> found = new LinkedHashSet<>();
        collect(ProxyConfig.class, found);
        return found.stream().map(RecordShape::of);
    }

    @Test
    void theWholeLanguageIsLookedAt() {
        assertThat(sections()).hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everyKeySaysWhatItMeansInASentence(RecordShape section) {
        assertThat(section.doc()).endsWith(".");
        assertThat(section.keys()).allSatisfy(key -> assertThat(key.doc()).endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everyDefaultLiesInsideItsRange(RecordShape section) {
        for (Key key : section.keys()) {
            if (key.kind() instanceof Kind.Plain plain && key.defaultText() != null) {
                Object value = plain.scalar().parse(key.defaultText(), key.use());
                assertThat(key.bounds().contains(value)).as(key.name()).isTrue();
            }
        }
    }

    static Stream<String> examples() {
        return sections()
                .map(RecordShape::example)
                .map(Optional::ofNullable)
                .flatMap(Optional::stream);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleCanBeBound(String example) {
        SourceText source = new SourceText("example.yaml", example);
        Problems problems = new Problems(source);

        YamlNode root = Objects.requireNonNull(YamlReader.read(source, problems, name -> null));
        ConfigBinder.bind(root, ProxyConfig.class, SampleTcp.REGISTRY, problems);

        assertThat(problems.sorted()).isEmpty();
    }

    @Doc("A section with a key that nobody explained.")
    record Mute(String key) {}

    @Doc("A section with a value no file can hold.")
    record Odd(@Doc("Any thread.") Thread key) {}

    @Test
    void aRecordThatDescribesItselfBadlyIsRefused() {
        assertThatThrownBy(() -> RecordShape.of(Mute.class)).hasMessageContaining("key lacks @Doc");
        assertThatThrownBy(() -> RecordShape.of(Odd.class))
                .hasMessageContaining("no file can hold");
    }

    private static void collect(Class<? extends Record> type, Set<Class<? extends Record>> found) {
        if (found.add(type)) {
            RecordShape.of(type).keys().forEach(key -> collect(key.kind(), found));
        }
    }

    private static void collect(Kind kind, Set<Class<? extends Record>> found) {
        switch (kind) {
            case Kind.Section section -> collect(section.type(), found);
            case Kind.ListOf list -> collect(list.element(), found);
            case Kind.MapOf map -> collect(map.value(), found);
            default -> {}
        }
    }
}
