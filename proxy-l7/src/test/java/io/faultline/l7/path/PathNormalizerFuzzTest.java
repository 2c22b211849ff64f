package io.faultline.l7.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.path.PathNormalizer.Outcome;
import io.faultline.l7.route.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever path is sent: one form, inside of the root, the same for every way of writing it. */
class PathNormalizerFuzzTest {

    private static final int ROUNDS = 200_000;
    private static final String[] PIECES = {
        "/", "/", ".", "..", "a", "b", "%2e", "%2E", "%2f", "%5c", "%61", "%25", "%00", "%e9", "%",
        "%4", ";", "\\", "//", "/../", "/./", "~", "|", "\u00ff", "%2e%2e", "..;", "#", "+", "*"
    };

    @Test
    void randomPathsKeepTheRules() {
        var random = new SplittableRandom(11);
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            var path = new StringBuilder("/");
            for (int pieces = random.nextInt(9); pieces > 0; pieces--) {
                path.append(PIECES[random.nextInt(PIECES.length)]);
            }
            EncodedSlash policy = EncodedSlash.values()[i % 3];
            accepted += keepsTheRules(path.toString(), policy) ? 1 : 0;
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void theCorpusKeepsTheRules() throws IOException {
        for (String path : Files.readAllLines(Path.of("src/test/resources/corpus/paths.txt"))) {
            for (EncodedSlash policy : EncodedSlash.values()) {
                keepsTheRules(path, policy);
            }
        }
    }

    private static boolean keepsTheRules(String path, EncodedSlash policy) {
        var normalizer = new PathNormalizer(policy);
        RequestHead head = Requests.fill(new RequestHead(), "GET", "h", path, "q=1");
        Outcome first = normalizer.normalize(head);
        if (first.isRejected()) {
            return false;
        }
        String normal = head.pathText();
        assertThat(normal).as(path).startsWith("/").doesNotContain("//", "\\", "#");
        assertThat(normal.chars()).as(path).allMatch(c -> c > ' ' && c < 0x7f);
        for (String segment : normal.split("/", -1)) {
            assertThat(segment).as(path).isNotIn(".", "..");
        }
        assertThat(normal).as(path).isEqualTo(slowly(path, policy));
        assertThat(normalizer.normalize(head)).as("twice: %s", path).isEqualTo(Outcome.UNCHANGED);
        assertThat(head.queryText()).isEqualTo("q=1");
        return true;
    }

    /** The same by other means: decode, split, resolve, join. */
    private static String slowly(String path, EncodedSlash policy) {
        var decoded = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int value = Integer.parseInt(path.substring(i + 1, i + 3), 16);
                boolean plain =
                        String.valueOf((char) value).matches("[A-Za-z0-9._~-]")
                                || value == '/' && policy == EncodedSlash.DECODE;
                decoded.append(plain ? String.valueOf((char) value) : "%%%02X".formatted(value));
                i += 2;
            } else {
                boolean allowed = String.valueOf(c).matches("[A-Za-z0-9._~!$&'()*+,;=:@/-]");
                decoded.append(allowed ? String.valueOf(c) : "%%%02X".formatted((int) c));
            }
        }
        List<String> kept = new ArrayList<>();
        String[] segments = decoded.toString().split("/+", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> {
                    if (last) {
                        kept.add("");
                    }
                }
                case ".." -> {
                    kept.removeLast();
                    if (last) {
                        kept.add("");
                    }
                }
                default -> kept.add(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }
}
