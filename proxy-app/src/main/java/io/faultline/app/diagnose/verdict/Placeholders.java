package io.faultline.app.diagnose.verdict;

import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.fault.Fault;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts real values into the commands of the catalog: a command that can be pasted is run, one with
 * capitals in it is read.
 */
public final class Placeholders {

    private static final Pattern WORDS =
            Pattern.compile("\\b(ADDRESS:PORT|ADDRESS|PORT|NAME|PATH|DEVICE|RESOLVER|PID)\\b");

    private final Map<String, String> values;
    private final boolean secure;

    /** @param values of the words that are known here; the others stay as they are */
    public Placeholders(Map<String, String> values, boolean secure) {
        this.values = Map.copyOf(values);
        this.secure = secure;
    }

    /** The commands for this fault, in the order of the catalog. */
    public List<String> commands(Fault fault) {
        return fault.code().lookWith().stream().map(this::filled).toList();
    }

    private String filled(String command) {
        String text = secure ? command.replace("http://ADDRESS", "https://ADDRESS") : command;
        return WORDS.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(value(word.group())));
    }

    private String value(String word) {
        if (word.equals("ADDRESS:PORT")) {
            String address = values.get("ADDRESS");
            String port = values.get("PORT");
            return address == null || port == null ? word : bracketed(address) + ":" + port;
        }
        return values.getOrDefault(word, word);
    }

    private static String bracketed(String address) {
        return IpLiteral.isAddress(address) && address.indexOf(':') >= 0
                ? "[" + address + "]"
                : address;
    }

    /** Values and nulls in turn; what is null is not known. */
    public static Map<String, String> known(@Nullable String... wordsAndValues) {
        return IntStream.range(0, wordsAndValues.length / 2)
                .filter(i -> wordsAndValues[2 * i + 1] != null)
                .boxed()
                .collect(
                        Collectors.toMap(
                                i -> String.valueOf(wordsAndValues[2 * i]),
                                i -> String.valueOf(wordsAndValues[2 * i + 1])));
    }
}
