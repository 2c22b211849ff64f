package io.faultline.core.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlReader;
import java.util.Objects;

/** Reads JSON with the YAML reader; what looks like a variable in it is text. */
final class SchemaReader {

    private SchemaReader() {}

    static YamlNode.Mapping read(String json) {
        SourceText source = new SourceText("schema.json", json.replace("${", "$${"));
        Problems problems = new Problems(source);
        YamlNode root = YamlReader.read(source, problems, name -> null);
        assertThat(problems.sorted()).isEmpty();
        return (YamlNode.Mapping) Objects.requireNonNull(root);
    }
}
