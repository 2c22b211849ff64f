package io.faultline.core.config.yaml;

import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Refused;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import io.faultline.core.config.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * Turns text into nodes, from the parser's events instead of its own node tree: an alias, a tag, one
 * level too many is refused when it is seen, before anything was built that it could blow up.
 */
public final class YamlReader {

    /** The deepest key of the language is at level 8. */
    private static final int MAX_DEPTH = 40;

    /** Room for 40,000 endpoints with all their keys; far from what fills a small heap. */
    private static final int MAX_VALUES = 400_000;

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private final SourceText source;
    private final Problems problems;
    private final Variables variables;
    private final Parser parser;
    private Location last;
    private int values;

    private YamlReader(
            SourceText source, Problems problems, Function<String, @Nullable String> environment) {
        this.source = source;
        this.problems = problems;
        this.variables = new Variables(source, problems, environment);
        this.last = source.at(1, 1, 1);
        this.parser = new ParserImpl(new WholeText(source.text()), new LoaderOptions());
    }

    /** The file's one document, or null when a problem was reported that ends the reading. */
    public static @Nullable YamlNode read(
            SourceText source, Problems problems, Function<String, @Nullable String> environment) {
        if (!PrintableText.check(source, problems)) {
            return null;
        }
        YamlReader reader = new YamlReader(source, problems, environment);
        try {
            return reader.document();
        } catch (MarkedYAMLException syntax) {
            SyntaxProblem.report(syntax, source, problems);
        } catch (TooMuch tooMuch) {
            problems.error(reader.last, tooMuch.sentence());
        } catch (RuntimeException parserBug) {
            // Parsers have bugs, and a broken file finds them. The reader of the message has a file
            // to repair, and the place where it went wrong is what helps.
            problems.error(
                    reader.last,
                    "this cannot be read as YAML. Check what stands here and right after it.");
        }
        return null;
    }

    private @Nullable YamlNode document() {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            reportEmpty();
            return null;
        }
        parser.getEvent();
        YamlNode root = node(0);
        parser.getEvent();
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            problems.error(
                    at(parser.peekEvent()),
                    "a second document begins here. A configuration is one document: remove the"
                            + " '---' or put this part into a file of its own.");
            return null;
        }
        if (root instanceof Scalar scalar && scalar.nothing()) {
            reportEmpty();
            return null;
        }
        return root;
    }

    private void reportEmpty() {
        problems.error(
                Location.ofFile(source.name()),
                "is empty. The smallest useful file has a listener and an upstream;"
                        + " config-examples/ shows one.");
    }

    private YamlNode node(int depth) {
        Event event = parser.getEvent();
        last = at(event);
        if (++values > MAX_VALUES) {
            throw new TooMuch("the file has more than %,d values.".formatted(MAX_VALUES));
        }
        if (depth > MAX_DEPTH) {
            throw new TooMuch("nested deeper than %d levels.".formatted(MAX_DEPTH));
        }
        boolean refused = isRefused(event);
        YamlNode node =
                switch (event) {
                    case ScalarEvent scalar -> refused ? new Refused(last) : scalar(scalar);
                    case MappingStartEvent mapping -> mapping(depth, last);
                    case CollectionStartEvent sequence -> sequence(depth, last);
                    default -> new Refused(last);
                };
        return refused ? new Refused(node.location()) : node;
    }

    private boolean isRefused(Event event) {
        if (event instanceof AliasEvent alias) {
            problems.error(
                    last,
                    "'*%s' stands for a value written elsewhere (an alias). Aliases are not supported:"
                                    .formatted(alias.getAnchor())
                            + " write the value out.");
            return true;
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            problems.error(
                    last,
                    "'&%s' marks a value for reuse (an anchor). Anchors are not supported: remove it."
                            .formatted(node.getAnchor()));
        }
        String tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent collection -> collection.getTag();
                    default -> null;
                };
        if (tag != null) {
            problems.error(
                    last,
                    "the tag %s asks for a type. Tags are not supported: write the plain value."
                            .formatted(Quote.of(tag)));
        }
        return tag != null;
    }

    private YamlNode scalar(ScalarEvent event) {
        String text = event.getValue();
        if (event.isPlain() && NULLS.contains(text)) {
            return new Scalar(text, true, last);
        }
        if (text.indexOf("${") < 0) {
            return new Scalar(text, false, last);
        }
        Location location = last;
        String expanded = variables.expand(text, location, event.getEndMark().getLine() + 1);
        return expanded == null ? new Refused(location) : new Scalar(expanded, false, location);
    }

    private Sequence sequence(int depth, Location location) {
        List<YamlNode> elements = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            elements.add(node(depth + 1));
        }
        parser.getEvent();
        return new Sequence(elements, location);
    }

    private Mapping mapping(int depth, Location location) {
        List<Entry> entries = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            String key = key(depth);
            Location keyLocation = last;
            YamlNode value = node(depth + 1);
            if (key != null) {
                entries.add(new Entry(key, keyLocation, value));
            }
        }
        parser.getEvent();
        return new Mapping(entries, location);
    }

    private @Nullable String key(int depth) {
        if (!parser.checkEvent(Event.ID.Scalar)) {
            YamlNode key = node(depth + 1);
            last = key.location();
            if (!(key instanceof Refused)) {
                problems.error(last, "a key is plain text here, not %s.".formatted(key.kind()));
            }
            return null;
        }
        ScalarEvent event = (ScalarEvent) parser.getEvent();
        last = at(event);
        String text = event.getValue();
        if (isRefused(event)) {
            return null;
        }
        if (event.isPlain() && text.equals("<<")) {
            problems.error(
                    last,
                    "'<<' merges another mapping into this one. Merge keys are not supported:"
                            + " write the keys out.");
            return null;
        }
        if (text.contains("${")) {
            problems.error(
                    last,
                    "the key %s holds a variable. Variables are replaced in values only."
                            .formatted(Quote.of(text)));
            return null;
        }
        return text;
    }

    private Location at(Event event) {
        Mark start = event.getStartMark();
        Mark end = event.getEndMark();
        boolean oneLine = start.getLine() == end.getLine();
        int width = oneLine && event instanceof NodeEvent ? end.getColumn() - start.getColumn() : 1;
        return source.at(start.getLine() + 1, start.getColumn() + 1, Math.max(1, width));
    }
}
