package io.faultline.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What has to travel with the jars: the bill of materials, and the licence of each of them. A jar without
 * its text is fine where the licence is one whose text we have; any other ends the build.
 */
final class Papers {

    private static final Pattern LEGAL =
            Pattern.compile(
                    "META-INF/(license/)?(LICENSE|NOTICE|COPYING)[^/]*", Pattern.CASE_INSENSITIVE);
    private static final String APACHE = "Apache-2.0";

    private Papers() {}

    static void write(Path root, Path bom, Jars jars) throws IOException {
        var materials = BillOfMaterials.read(bom, jars);
        Files.writeString(root.resolve("faultline.cdx.json"), materials.json());

        Path licenses = Files.createDirectories(root.resolve("licenses"));
        var list = new StringBuilder();
        list.append(
                        "What this distribution contains of others, and under which licence. The texts lie beside\n")
                .append("this file; those of the Java runtime in jre/legal.\n\n");
        for (BillOfMaterials.Component component : materials.foreign()) {
            int texts = extract(jars.lib().resolve(component.jar()), licenses);
            String terms = component.licenses();
            if (texts == 0 && !terms.equals(APACHE)) {
                throw new IllegalStateException(
                        component.jar()
                                + " brings no licence text, and ours is for "
                                + APACHE
                                + ", not "
                                + terms);
            }
            list.append("%-62s %s%n".formatted(component.jar(), terms));
        }
        Files.writeString(licenses.resolve("THIRD-PARTY.txt"), list, StandardCharsets.UTF_8);
    }

    /** Copies the texts a jar holds; the one of the Apache licence to where all find it. */
    private static int extract(Path jar, Path licenses) throws IOException {
        int texts = 0;
        try (var open = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : open.stream().toList()) {
                if (!entry.isDirectory() && LEGAL.matcher(entry.getName()).matches()) {
                    String name = entry.getName().substring("META-INF/".length());
                    Path copy =
                            licenses.resolve(jar.getFileName().toString().replace(".jar", ""))
                                    .resolve(name);
                    Files.createDirectories(copy.getParent());
                    try (InputStream in = open.getInputStream(entry)) {
                        byte[] text = in.readAllBytes();
                        Files.write(copy, text);
                        if (isApache(text)) {
                            Files.write(licenses.resolve(APACHE + ".txt"), text);
                        }
                    }
                    texts++;
                }
            }
        }
        return texts;
    }

    /** The licence itself and nothing before or after it. */
    private static boolean isApache(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
        return text.startsWith("apache license") && text.endsWith("limitations under the license.");
    }
}
