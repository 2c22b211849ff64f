package io.faultline.app.lab;

import io.faultline.app.lab.bench.Sighting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The stories of the guide. Their words are written by hand; each answer of the proxy stands in a block
 * that the lab fills: {@code <!-- lab CASE diagnose -->} or {@code <!-- lab CASE fault -->}, and the
 * block of code after it.
 */
final class StoryPage {

    static final Path FILE = Path.of("..", "docs", "guide", "stories.md");

    private static final Pattern BLOCK =
            Pattern.compile(
                    "<!-- lab (\\S+) (diagnose|fault) -->\n```console\n(.*?)```\n", Pattern.DOTALL);

    private static final String LINES =
            ".fault | .code, .side, (.evidence | to_entries[] | \"  \\(.key): \\(.value)\")'";
    private static final String OF_THE_LOG = "$ jq -r 'select(.fault) | " + LINES + " access.log\n";
    private static final String OF_THE_PAGE =
            "$ curl -s 'http://ADMIN/faults?format=json' | jq -r '.recent[] | " + LINES + "\n";

    private StoryPage() {}

    /** The page with every answer as this run of the lab has it. */
    static String written(Map<String, Finding> found) throws IOException {
        return BLOCK.matcher(Files.readString(FILE))
                .replaceAll(
                        block ->
                                Matcher.quoteReplacement(
                                        "<!-- lab %s %s -->\n```console\n%s```\n"
                                                .formatted(
                                                        block.group(1),
                                                        block.group(2),
                                                        answer(block, found))));
    }

    /** The answers on the page and those of this run, without numbers, by block. */
    static Map<String, String> told() throws IOException {
        Map<String, String> answers = new LinkedHashMap<>();
        blocks().forEach(block -> answers.put(title(block), comparable(block.group(3))));
        return answers;
    }

    static Map<String, String> seen(Map<String, Finding> found) throws IOException {
        Map<String, String> answers = new LinkedHashMap<>();
        blocks().forEach(block -> answers.put(title(block), comparable(answer(block, found))));
        return answers;
    }

    private static Stream<MatchResult> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(FILE)).results();
    }

    private static String title(MatchResult block) {
        return block.group(1) + " " + block.group(2);
    }

    private static String answer(MatchResult block, Map<String, Finding> found) {
        Finding finding = found.get(block.group(1));
        if (finding == null) {
            throw new AssertionError(
                    "the stories tell of a case that the lab has not: " + block.group(1));
        }
        return block.group(2).equals("fault") ? fault(finding) : diagnosis(finding);
    }

    private static String diagnosis(Finding finding) {
        return "$ faultline diagnose -c edge.yaml %s\n%s"
                .formatted(finding.broken().target(), shown(finding.diagnosis().text()));
    }

    private static String fault(Finding finding) {
        Sighting named = finding.named();
        var text = new StringBuilder(finding.broken().onPageOnly() ? OF_THE_PAGE : OF_THE_LOG);
        text.append(named.code()).append('\n').append(named.side()).append('\n');
        named.evidence()
                .forEach(
                        (key, value) ->
                                text.append("  ")
                                        .append(key)
                                        .append(": ")
                                        .append(value)
                                        .append('\n'));
        return shown(text.toString());
    }

    /** As it would read on a host of somebody's. */
    private static String shown(String text) {
        return text.replaceAll("[^\\s(]*/lab\\.yaml", "edge.yaml")
                .replaceAll("[^\\s(]*/([\\w.-]+\\.pem)", "certs/$1");
    }

    /**
     * Numbers, and how the text was broken into lines because of them, change from run to run; how many
     * ports are used is counted now and then only.
     */
    private static String comparable(String text) {
        return text.replaceAll("(?m)^ *tcp:? .*(\\n {6,}[a-z_]+:\\S.*)*", "tcp")
                .replaceAll("(?m)^ *used(_by_us)?: .*\\n", "")
                .replaceAll("serial:? +\\S+", "serial")
                .replaceAll("\\d[\\d:.T-]*Z?\\s*(ms|us|s\\b)?", "N")
                .replaceAll("N(, N)*", "N")
                .replaceAll("\\s+", " ");
    }
}
