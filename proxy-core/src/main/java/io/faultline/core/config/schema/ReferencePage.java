package io.faultline.core.config.schema;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.shape.Words;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The language as a page for readers: a table for each section, in the order of the records. */
public final class ReferencePage {

    private static final String HEAD =
            """
            # Configuration reference

            <!-- Generated from the configuration records. Change those, then run the command that
                 the failing test names. -->

            A configuration is one YAML file. `faultline check FILE` tells everything that is wrong with it at once;
            [faultline.schema.json](faultline.schema.json) lets an editor tell it while you type:

            ```yaml
            # yaml-language-server: $schema=faultline.schema.json
            listeners:
              - { name: web, bind: 0.0.0.0:8080, tcp: { to: backend } }
            upstreams:
              backend: { endpoints: [10.0.0.1:80, 10.0.0.2:80] }
            ```

            ## How values are written

            | type | written as | not as |
            |---|---|---|
            | duration | `5s`, `100ms`, `1m30s`; units `d` `h` `m` `s` `ms`, the largest first | `5`, `1.5s`, `1:30` |
            | size | `512`, `64KiB`, `1MiB`; `KB` is 1000 and `KiB` is 1024 bytes | `64k` |
            | boolean | `true`, `false` | `yes`, `on`, `1` |
            | number | plain decimal | `0123`, `1_000`, `0x1F` |
            | address to connect to | `10.0.0.1:80`, `"[2001:db8::1]:80"`, `shop.example:80` | `10.0.0.1`, `http://...`, `unix:...` |
            | address to bind | the same without names; `:80` is every address of the machine, IPv4 and IPv6; port 0 lets the system choose | `80`, `*:80`, `localhost:80` |
            | address range | `10.0.0.0/8`, `2001:db8::/32`; an address alone is its own range | `10.1.2.3/8` (bits right of the prefix) |
            | name | up to 63 letters, digits, `.`, `_`, `-` | |

            YAML wants quotes around a value that begins with `[`, and inside `[ ]` or `{ }` also around one that has `::` or
            `${` in it. A value is taken as the text that stands there: `name: no` is the name "no".

            **Environment variables.** `${NAME}` in a value is replaced by the variable, `${NAME:-default}` has a default for
            when it is unset or empty, `$${` stands for the two characters. An unset variable without a default is an error.
            Keys are not replaced, and what a variable holds is never read as YAML.

            **Not supported**, on purpose: aliases (`*x`), anchors (`&x`), merge keys (`<<`), tags (`!x`), several documents in one
            file, files above 4 MiB. A value that is missing after its key is an error, not a default: remove the key.
            """;

    private final Map<String, Class<? extends Record>> protocols;
    private final Map<Class<? extends Record>, String> places = new LinkedHashMap<>();
    private final StringBuilder out = new StringBuilder(HEAD);

    private ReferencePage(Map<String, Class<? extends Record>> protocols) {
        this.protocols = new TreeMap<>(protocols); // the same page whatever order they came in
    }

    public static String render(Map<String, Class<? extends Record>> protocols) {
        ReferencePage page = new ReferencePage(protocols);
        page.find(ProxyConfig.class, "");
        page.places.forEach(page::section);
        return page.out.toString();
    }

    /** Every section with the place it is first found at. */
    private void find(Class<? extends Record> type, String place) {
        if (places.putIfAbsent(type, place) != null) {
            return;
        }
        String below = place.isEmpty() ? "" : place + ".";
        for (Key key : RecordShape.of(type).keys()) {
            if (key.kind() instanceof Kind.ProtocolKey) {
                protocols.forEach((name, protocol) -> find(protocol, below + name));
            } else {
                findIn(key.kind(), below + key.name());
            }
        }
    }

    private void findIn(Kind kind, String place) {
        switch (kind) {
            case Kind.Section section -> find(section.type(), place);
            case Kind.ListOf list -> findIn(list.element(), place + "[]");
            case Kind.MapOf map -> findIn(map.value(), place + ".NAME");
            default -> {}
        }
    }

    private void section(Class<? extends Record> type, String place) {
        RecordShape shape = RecordShape.of(type);
        out.append("\n## ").append(heading(place)).append("\n\n").append(shape.doc()).append('\n');
        Key shorthand = shape.shorthand();
        if (shorthand != null) {
            out.append("\nMay be written as the `%s` alone.\n".formatted(shorthand.name()));
        }
        if (!shape.keys().isEmpty()) {
            out.append("\n| key | type | default | range | meaning |\n|---|---|---|---|---|\n");
            shape.keys().forEach(this::row);
        }
        shape.keys().forEach(this::words);
        if (shape.example() != null) {
            out.append("\n```yaml\n").append(shape.example()).append("```\n");
        }
    }

    private void row(Key key) {
        if (key.kind() instanceof Kind.ProtocolKey) {
            protocols.forEach(
                    (name, type) ->
                            line(
                                    "`" + name + "`",
                                    link(type),
                                    protocols.size() == 1 ? "**required**" : "one of these",
                                    "",
                                    RecordShape.of(type).doc()));
        } else {
            line("`" + key.name() + "`", type(key, key.kind()), preset(key), range(key), key.doc());
        }
    }

    private void line(String... cells) {
        for (String cell : cells) {
            out.append("| ").append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "" : " ");
        }
        out.append("|\n");
    }

    private String type(Key key, Kind kind) {
        return switch (kind) {
            case Kind.Plain plain -> {
                String label =
                        key.refersTo() == null
                                ? plain.scalar().label()
                                : "name under `" + key.refersTo() + "`";
                yield key.secret() ? label + ", secret" : label;
            }
            case Kind.Choice choice ->
                    "`" + String.join("` `", Words.of(choice.type()).keySet()) + "`";
            case Kind.Section section -> link(section.type());
            case Kind.ListOf list -> "list of " + type(key, list.element());
            case Kind.MapOf map -> "names to " + type(key, map.value());
            case Kind.ProtocolKey ignored -> "";
        };
    }

    private static String preset(Key key) {
        String preset = key.defaultText();
        if (preset != null) {
            return preset.equals("{}") ? "its defaults" : "`" + preset + "`";
        }
        if (key.required()) {
            return "**required**";
        }
        return key.nullable() ? "absent" : "empty";
    }

    private static String range(Key key) {
        return key.bounds().toString();
    }

    private void words(Key key) {
        if (key.kind() instanceof Kind.Choice choice) {
            Words.of(choice.type())
                    .forEach(
                            (word, constant) -> {
                                String doc = Words.doc(constant);
                                if (doc != null) {
                                    out.append("\n- `%s: %s`: %s".formatted(key.name(), word, doc));
                                }
                            });
            out.append(out.charAt(out.length() - 1) == '\n' ? "" : "\n");
        }
    }

    private String link(Class<? extends Record> type) {
        String heading = heading(places.getOrDefault(type, ""));
        String anchor = heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
        return "[%s](#%s)".formatted(heading, anchor);
    }

    private static String heading(String place) {
        return place.isEmpty() ? "The file" : place;
    }
}
