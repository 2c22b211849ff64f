package io.faultline.app.admin.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The API as a page for people. */
public final class ApiReference {

    private ApiReference() {}

    public static String render(List<PathItem> items) {
        List<String> lines = new ArrayList<>();
        lines.add("# The admin API");
        lines.add("");
        lines.add(
                "Generated from the code; see [the guide](../guide/admin.md) for how to use it, and");
        lines.add("[openapi.json](openapi.json) for programs. `*` may be null, `?` may be absent.");
        for (PathItem item : items) {
            for (Operation operation : item.operations()) {
                lines.add("");
                lines.add("## " + operation.method() + " " + OpenApi.PREFIX + item.path());
                lines.add("");
                lines.add(
                        sentence(operation.summary())
                                + (operation.needsToken() ? " Needs the token." : ""));
                table(lines, operation);
                JsonShape body = operation.body();
                if (body != null) {
                    shape(lines, "Body", body);
                }
                JsonShape reply = operation.reply();
                if (reply != null) {
                    shape(lines, "Answer", reply);
                } else {
                    lines.add("");
                    lines.add("Answer: `" + operation.replyType() + "`.");
                }
                operation
                        .refusals()
                        .forEach(
                                (status, meaning) -> {
                                    lines.add("");
                                    lines.add(status + ": " + meaning);
                                });
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void table(List<String> lines, Operation operation) {
        if (operation.parameters().isEmpty()) {
            return;
        }
        lines.add("");
        for (Parameter parameter : operation.parameters()) {
            lines.add(
                    "- `"
                            + parameter.name()
                            + "` ("
                            + parameter.place().name().toLowerCase(Locale.ROOT)
                            + "): "
                            + parameter.doc()
                            + " Example: `"
                            + parameter.example()
                            + "`.");
        }
    }

    private static void shape(List<String> lines, String title, JsonShape shape) {
        lines.add("");
        lines.add(title + ":");
        lines.add("");
        members(lines, "", shape);
    }

    private static void members(List<String> lines, String indent, JsonShape shape) {
        shape.members()
                .forEach(
                        (name, member) -> {
                            lines.add(
                                    indent
                                            + "- `"
                                            + name
                                            + "`"
                                            + (member.nullable() ? "\\*" : "")
                                            + (member.optional() ? "?" : "")
                                            + " "
                                            + type(member)
                                            + (member.doc().isEmpty() ? "" : ": " + member.doc()));
                            JsonShape items = member.items();
                            members(lines, indent + "  ", items == null ? member : items);
                        });
    }

    private static String type(JsonShape shape) {
        JsonShape items = shape.items();
        if (items != null) {
            return "list of " + type(items);
        }
        return shape.words().isEmpty()
                ? shape.kind() == JsonShape.Kind.ANY ? "value" : shape.kind().type()
                : String.join(" | ", shape.words());
    }

    private static String sentence(String summary) {
        return summary.substring(0, 1).toUpperCase(Locale.ROOT) + summary.substring(1) + ".";
    }
}
