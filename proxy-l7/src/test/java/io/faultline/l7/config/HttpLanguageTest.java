package io.faultline.l7.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.bind.ConfigBinder;
import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlReader;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records themselves: each describes itself well, and every example works. */
class HttpLanguageTest {

    static Stream<RecordShape> sections() {
        Set<Class<? extends Record>> found = new LinkedHashSet<>();
        collect(HttpConfig.class, found);
        assertThat(found).hasSizeGreaterThan(12);
        return found.stream()
                .filter(type -> type.getPackage() == HttpConfig.class.getPackage())
                .map(RecordShape::of);
    }

    @ParameterizedTest
    @MethodSource("sections")
    void everyKeySaysWhatItMeansInASentenceAndHasADefaultInsideItsRange(RecordShape section) {
        assertThat(section.doc()).endsWith(".");
        for (Key key : section.keys()) {
            assertThat(key.doc()).endsWith(".");
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
        ConfigBinder.bind(root, ProxyConfig.class, HttpYaml.REGISTRY, problems);

        assertThat(problems.sorted()).isEmpty();
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
