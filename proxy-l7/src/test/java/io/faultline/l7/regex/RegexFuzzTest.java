package io.faultline.l7.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random small patterns and texts; the JDK's backtracking matcher is the oracle. */
class RegexFuzzTest {

    private static final int PATTERNS = 6_000;
    private static final int TEXTS = 12;

    @Test
    void matchesWhatTheJdkMatches() {
        var random = new SplittableRandom(20_26);
        int matched = 0;
        for (int i = 0; i < PATTERNS; i++) {
            String pattern = choice(random, 3, true);
            LinearRegex ours = compile(pattern);
            if (ours == null) {
                continue;
            }
            Pattern theirs = Pattern.compile(pattern, Pattern.DOTALL);
            for (int t = 0; t < TEXTS; t++) {
                String text = text(random);
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                boolean expected = theirs.matcher(text).matches();
                assertThat(ours.matches(bytes, 0, bytes.length))
                        .as("%s on '%s'", pattern, text)
                        .isEqualTo(expected);
                if (expected) {
                    String beginning =
                            new String(ours.literalPrefix(), StandardCharsets.ISO_8859_1);
                    assertThat(text.startsWith(beginning)).as("%s on '%s'", pattern, text).isTrue();
                }
                matched += expected ? 1 : 0;
            }
        }
        assertThat(matched).as("the texts are not all strangers").isGreaterThan(PATTERNS);
    }

    /** Where a repeated group may be empty the JDK goes its own way; those are left out here. */
    @Test
    void findsTheGroupsThatTheJdkFinds() {
        var random = new SplittableRandom(77);
        var captures = new Captures();
        int found = 0;
        for (int i = 0; i < PATTERNS; i++) {
            String pattern = choice(random, 3, false);
            LinearRegex ours = compile(pattern);
            if (ours == null) {
                continue;
            }
            Pattern theirs = Pattern.compile(pattern, Pattern.DOTALL);
            for (int t = 0; t < TEXTS; t++) {
                String text = text(random);
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                Matcher matcher = theirs.matcher(text);
                if (matcher.matches()) {
                    assertThat(ours.capture(bytes, 0, bytes.length, captures)).isTrue();
                    for (int g = 0; g <= matcher.groupCount(); g++) {
                        assertThat(captures.start(g) + ".." + captures.end(g))
                                .as("group %d of %s on '%s'", g, pattern, text)
                                .isEqualTo(matcher.start(g) + ".." + matcher.end(g));
                    }
                    found++;
                }
            }
        }
        assertThat(found).isGreaterThan(PATTERNS / 2);
    }

    @Test
    void whateverIsWrittenIsReadOrRefusedInASentence() {
        var random = new SplittableRandom(3);
        String letters = "ab/.*+?|()[]{}^$\\-,0129d";
        for (int i = 0; i < 50_000; i++) {
            var pattern = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                pattern.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                LinearRegex.compile(pattern.toString());
            } catch (RegexSyntaxException refused) {
                assertThat(refused.sentence()).endsWith(".");
                assertThat(refused.position()).isBetween(0, pattern.length());
            }
        }
    }

    /** Null for the few that are too large. */
    private static @Nullable LinearRegex compile(String pattern) {
        try {
            return LinearRegex.compile(pattern);
        } catch (RegexSyntaxException refused) {
            assertThat(refused.sentence()).contains("too many ways");
            return null;
        }
    }

    private static String choice(SplittableRandom random, int depth, boolean emptyLoops) {
        var text = new StringBuilder(sequence(random, depth, emptyLoops));
        while (random.nextInt(4) == 0) {
            text.append('|').append(sequence(random, depth, emptyLoops));
        }
        return text.toString();
    }

    private static String sequence(SplittableRandom random, int depth, boolean emptyLoops) {
        var text = new StringBuilder();
        for (int parts = random.nextInt(emptyLoops ? 0 : 1, 4); parts > 0; parts--) {
            boolean group = depth > 0 && random.nextInt(3) == 0;
            if (group) {
                text.append(random.nextBoolean() ? "(" : "(?:")
                        .append(choice(random, depth - 1, emptyLoops))
                        .append(')');
                // A group that was optional inside of a loop keeps or loses its place by dialect.
                text.append(emptyLoops ? repeat(random) : "");
            } else {
                text.append(atom(random)).append(repeat(random));
            }
        }
        return text.toString();
    }

    private static String atom(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> ".";
            case 1 -> "[ab]";
            case 2 -> "[^a]";
            case 3 -> "[a-c]";
            case 4 -> "\\w";
            case 5 -> "/";
            default -> String.valueOf((char) ('a' + random.nextInt(3)));
        };
    }

    private static String repeat(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> "*";
            case 1 -> "+";
            case 2 -> "?";
            case 3 -> "{" + random.nextInt(3) + "}";
            case 4 -> "{" + random.nextInt(2) + "," + random.nextInt(2, 4) + "}";
            case 5 -> "{" + random.nextInt(3) + ",}";
            default -> "";
        };
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            text.append("abc/".charAt(random.nextInt(4)));
        }
        return text.toString();
    }
}
