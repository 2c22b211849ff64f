package io.faultline.core.observe.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what somebody probably meant to type. */
final class NearestName {

    private NearestName() {}

    /** The name with the fewest typing errors, or null when even that is a different word. */
    static @Nullable String to(String typed, List<String> names) {
        String nearest = null;
        int least = Math.max(1, typed.length() / 3) + 1;
        for (String name : names) {
            int errors = errors(typed, name);
            if (errors < least) {
                least = errors;
                nearest = name;
            }
        }
        return nearest;
    }

    /** Letters to insert, drop, replace or swap with their neighbour (optimal string alignment). */
    private static int errors(String typed, String name) {
        int[][] cost = new int[typed.length() + 1][name.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= name.length(); j++) {
                cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, typed, name, i, j);
            }
        }
        return cost[typed.length()][name.length()];
    }

    private static int cheapest(int[][] cost, String typed, String name, int i, int j) {
        boolean same = typed.charAt(i - 1) == name.charAt(j - 1);
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1
                        && j > 1
                        && typed.charAt(i - 1) == name.charAt(j - 2)
                        && typed.charAt(i - 2) == name.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
