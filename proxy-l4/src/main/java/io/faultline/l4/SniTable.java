package io.faultline.l4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to a server name: the exact name first, then the wildcards from the longest to the
 * shortest. Of one name, an entry that asks for a protocol the client offers comes before the entry
 * that asks for none; where neither fits, the search goes on with the next shorter wildcard.
 *
 * <p>One hash lookup for the name and one per part of it, however many names there are.
 */
final class SniTable<T> {

    private final Map<String, Choices<T>> exact = new HashMap<>();
    private final Map<String, Choices<T>> below = new HashMap<>(); // keys begin with a dot
    private int deepest; // dots of the longest wildcard: a name with a thousand costs no more

    /**
     * @param alpn only for clients that offer one of these; empty: for all
     */
    void add(SniPattern pattern, List<String> alpn, T target) {
        Map<String, Choices<T>> names = pattern.wildcard() ? below : exact;
        names.computeIfAbsent(pattern.name(), ignored -> new Choices<>()).add(alpn, target);
        if (pattern.wildcard()) {
            deepest = Math.max(deepest, dots(pattern.name()));
        }
    }

    /**
     * @param name in lower case, without a final dot
     */
    @Nullable T find(String name, List<String> offeredAlpn) {
        T found = among(exact.get(name), offeredAlpn);
        int unseen = Math.max(0, dots(name) - deepest);
        // From 1: a wildcard stands for at least one part, so the name itself is never below.
        for (int dot = name.indexOf('.', 1);
                found == null && dot > 0;
                dot = name.indexOf('.', dot + 1)) {
            if (unseen-- <= 0) {
                found = among(below.get(name.substring(dot)), offeredAlpn);
            }
        }
        return found;
    }

    private static <T> @Nullable T among(@Nullable Choices<T> choices, List<String> offeredAlpn) {
        return choices == null ? null : choices.pick(offeredAlpn);
    }

    private static int dots(String name) {
        int dots = 0;
        for (int i = 0; i < name.length(); i++) {
            dots += name.charAt(i) == '.' ? 1 : 0;
        }
        return dots;
    }

    /** What one name leads to, by protocol. */
    private static final class Choices<T> {

        private record WithAlpn<T>(List<String> alpn, T target) {}

        private final List<WithAlpn<T>> withAlpn = new ArrayList<>(0);
        private @Nullable T otherwise;

        void add(List<String> alpn, T target) {
            if (alpn.isEmpty()) {
                otherwise = target;
            } else {
                withAlpn.add(new WithAlpn<>(List.copyOf(alpn), target));
            }
        }

        /** Entries in the order of the file: the client's preference is for its server to weigh. */
        @Nullable T pick(List<String> offered) {
            for (int i = 0; i < withAlpn.size(); i++) {
                for (int j = 0; j < offered.size(); j++) {
                    if (withAlpn.get(i).alpn().contains(offered.get(j))) {
                        return withAlpn.get(i).target();
                    }
                }
            }
            return otherwise;
        }
    }
}
