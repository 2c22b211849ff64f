package io.faultline.pack;

import io.faultline.core.config.schema.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * The CycloneDX document of the build, cut down to what is in the tarball: Maven lists what it resolved,
 * and not all of that ships (natives of other machines, parts of Netty that nobody loads). The Java
 * runtime, which Maven does not know of, is added.
 */
final class BillOfMaterials {

    private static final Pattern PURL =
            Pattern.compile("pkg:maven/([^/]+)/([^@]+)@([^?]+)\\?(?:classifier=([^&]+)&)?type=jar");
    private static final String OURS = "io.faultline";

    private final Map<String, Object> document;
    private final List<Component> components;

    private BillOfMaterials(Map<String, Object> document, List<Component> components) {
        this.document = document;
        this.components = components;
    }

    /** One jar. */
    record Component(String group, String jar, String licenses) {}

    static BillOfMaterials read(Path bom, Jars jars) throws IOException {
        // JSON is YAML, near enough.
        Map<String, Object> document = new Yaml().load(Files.readString(bom));
        Set<String> shipped =
                jars.all().stream()
                        .map(jar -> jar.getFileName().toString())
                        .collect(Collectors.toSet());
        List<Component> components = new ArrayList<>();
        List<Map<String, Object>> kept = new ArrayList<>();
        Set<String> references = new TreeSet<>();
        for (Map<String, Object> written : objects(document.get("components"))) {
            Component component = component(written);
            if (shipped.remove(component.jar())) {
                components.add(component);
                kept.add(written);
                references.add(String.valueOf(written.get("bom-ref")));
            }
        }
        shipped.removeIf(jar -> jar.startsWith("proxy-app-")); // the document's subject
        if (!shipped.isEmpty()) {
            throw new IllegalStateException("not in the bill of materials: " + shipped);
        }
        kept.add(runtime());
        document.put("components", kept);
        document.put("dependencies", among(references, objects(document.get("dependencies"))));
        return new BillOfMaterials(document, components);
    }

    /** What others wrote. */
    List<Component> foreign() {
        return components.stream().filter(component -> !component.group().equals(OURS)).toList();
    }

    String json() {
        return Json.write(document);
    }

    private static Component component(Map<String, Object> written) {
        String purl = String.valueOf(written.get("purl"));
        var parts = PURL.matcher(purl);
        if (!parts.matches()) {
            throw new IllegalStateException("not a jar of Maven: " + purl);
        }
        String classifier = parts.group(4) == null ? "" : "-" + parts.group(4);
        return new Component(
                parts.group(1),
                parts.group(2) + "-" + parts.group(3) + classifier + ".jar",
                licenses(written));
    }

    private static String licenses(Map<String, Object> written) {
        if (written.get("licenses") == null) {
            return "(none stated)";
        }
        return objects(written.get("licenses")).stream()
                .map(
                        choice -> {
                            if (choice.get("license") instanceof Map<?, ?> license) {
                                Object id = license.get("id");
                                return String.valueOf(id == null ? license.get("name") : id);
                            }
                            return String.valueOf(choice.get("expression"));
                        })
                .collect(Collectors.joining(", "));
    }

    /** The graph, without what does not ship. */
    private static List<Map<String, Object>> among(
            Set<String> references, List<Map<String, Object>> dependencies) {
        List<Map<String, Object>> kept = new ArrayList<>();
        for (Map<String, Object> written : dependencies) {
            String from = String.valueOf(written.get("ref"));
            if (references.contains(from) || from.contains("/proxy-app@")) {
                var row = new LinkedHashMap<String, Object>(written);
                if (written.get("dependsOn") instanceof List<?> on) {
                    row.put(
                            "dependsOn",
                            on.stream()
                                    .filter(to -> references.contains(String.valueOf(to)))
                                    .toList());
                }
                kept.add(row);
            }
        }
        return kept;
    }

    private static Map<String, Object> runtime() {
        var component = new LinkedHashMap<String, Object>();
        String version = Runtime.version().toString();
        component.put("type", "platform");
        component.put("bom-ref", "java-runtime");
        component.put("publisher", System.getProperty("java.vendor"));
        component.put("name", "OpenJDK runtime, reduced to the modules used");
        component.put("version", version);
        component.put(
                "licenses",
                List.of(Map.of("expression", "GPL-2.0-only WITH Classpath-exception-2.0")));
        return component;
    }

    @SuppressWarnings("unchecked") // what the plugin writes: an array of objects
    private static List<Map<String, Object>> objects(
            @org.jspecify.annotations.Nullable Object array) {
        return array == null ? List.of() : (List<Map<String, Object>>) array;
    }
}
