package io.faultline.core.fault;

import io.faultline.core.Layer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The catalog as a terminal shows it: what {@code faultline faults [CODE]} prints. */
public final class FaultText {

    private static final int WIDTH = 100;
    private static final int ID_COLUMN = 28;

    private FaultText() {}

    /** Every code with its meaning, under the heading of its layer. */
    public static String list() {
        return List.of(Layer.values()).stream()
                .filter(layer -> !FaultCatalog.of(layer).isEmpty())
                .map(FaultText::list)
                .collect(Collectors.joining("\n"));
    }

    public static String list(Layer layer) {
        var text = new StringBuilder();
        text.append(layer).append("  ").append(layer.title()).append(": ");
        text.append(layer.scope()).append('\n');
        for (FaultCode code : FaultCatalog.of(layer)) {
            String id = "  " + code.id();
            text.append(id).append(" ".repeat(Math.max(1, ID_COLUMN - id.length())));
            wrap(text, sentence(code), ID_COLUMN);
        }
        return text.toString();
    }

    /** All that is known about one code. */
    public static String page(FaultCode code) {
        var text = new StringBuilder();
        text.append(code.id()).append("  (").append(code.layer()).append(", ");
        text.append(code.layer().title()).append(")\n\n  ");
        wrap(text, sentence(code), 2);
        text.append("\n  client gets  ").append(answer(code)).append('\n');
        text.append("  retried      ").append(code.retry().label()).append(": ");
        text.append(code.retry().reason()).append('\n');
        text.append("\n  look with\n");
        for (String command : code.lookWith()) {
            text.append("    ").append(command).append('\n');
        }
        return text.toString();
    }

    /** The page of a code or the list of a layer, or null when neither is meant. */
    public static @Nullable String about(String typed) {
        FaultCode code = FaultCatalog.find(typed);
        if (code != null) {
            return page(code);
        }
        for (Layer layer : Layer.values()) {
            if (layer.name().equals(typed.strip().toUpperCase(Locale.ROOT))) {
                return FaultCatalog.of(layer).isEmpty() ? none(layer) : list(layer);
            }
        }
        return null;
    }

    /** What to say when {@link #about} knows nothing. */
    public static String unknown(String typed) {
        List<FaultCode> near = FaultCatalog.suggestions(typed);
        String hint =
                near.isEmpty()
                        ? "'faultline faults' lists them all."
                        : "Did you mean "
                                + near.stream().map(FaultCode::id).collect(Collectors.joining(", "))
                                + "?";
        return "No fault code '" + typed + "'. " + hint;
    }

    /** How a client sees this fault, in one line. */
    static String answer(FaultCode code) {
        String status =
                code.httpStatus() == 0 ? "no HTTP answer of ours" : "HTTP " + code.httpStatus();
        return code.proxyStatusError().isEmpty()
                ? status
                : status + ", Proxy-Status: error=" + code.proxyStatusError();
    }

    static String sentence(FaultCode code) {
        return code.suspected() ? "(suspected) " + code.meaning() : code.meaning();
    }

    private static String none(Layer layer) {
        return layer
                + "  "
                + layer.title()
                + ": no code of ours. No system call reports this layer; look at "
                + layer.scope()
                + ".\n";
    }

    private static void wrap(StringBuilder text, String sentence, int indent) {
        int column = indent;
        boolean lineStart = true;
        for (String word : sentence.split(" ")) {
            if (!lineStart && column + 1 + word.length() > WIDTH) {
                text.append('\n').append(" ".repeat(indent));
                column = indent;
                lineStart = true;
            }
            text.append(lineStart ? "" : " ").append(word);
            column += word.length() + (lineStart ? 0 : 1);
            lineStart = false;
        }
        text.append('\n');
    }
}
