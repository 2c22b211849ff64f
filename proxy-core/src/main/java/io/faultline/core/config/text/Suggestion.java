package io.faultline.core.config.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * "Did you mean": the known word nearest to a mistyped one. Case, dashes and underscores do not
 * count, so that {@code max_connections} finds {@code maxConnections}.
 */
public final class Suggestion {

    // A hostile file may hold thousands of names and thousands of misspellings of them.
    private static final int MAX_CANDIDATES = 2_000;
    private static final int MAX_LENGTH = 64;

    private Suggestion() {}

    public static @Nullable String nearest(String word, Collection<String> known) {
        String wanted = plain(word);
        if (wanted.isEmpty() || wanted.length() > MAX_LENGTH) {
            return null;
        }
        String best = null;
        int bestDistance = Math.min(wanted.length() / 3, 3) + 1;
        int looked = 0;
        for (String candidate : known) {
            if (++looked > MAX_CANDIDATES) {
                break;
            }
            int distance = distance(wanted, plain(candidate), bestDistance);
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best == null ? onlyOneThatBegins(wanted, known) : best;
    }

    /** {@code least-conn} can only become one word, however much is missing. */
    private static @Nullable String onlyOneThatBegins(String wanted, Collection<String> known) {
        List<String> completions =
                wanted.length() < 3
                        ? List.of()
                        : known.stream()
                                .limit(MAX_CANDIDATES)
                                .filter(word -> plain(word).startsWith(wanted))
                                .toList();
        return completions.size() == 1 ? completions.getFirst() : null;
    }

    /** {@code " Did you mean 'x'?"}, or nothing when no known word is near. */
    public static String question(String word, Collection<String> known) {
        String nearest = nearest(word, known);
        return nearest == null ? "" : " Did you mean " + Quote.of(nearest) + "?";
    }

    private static String plain(String word) {
        return word.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The number of letters to insert, drop, replace or swap with a neighbour (optimal string
     * alignment), or {@code limit} as soon as it cannot be less.
     */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int cost = last[j - 1] + (same ? 0 : 1);
                cost = Math.min(cost, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost = Math.min(cost, beforeLast[j - 2] + 1);
                }
                row[j] = cost;
                least = Math.min(least, cost);
            }
            if (least >= limit) {
                return limit;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
