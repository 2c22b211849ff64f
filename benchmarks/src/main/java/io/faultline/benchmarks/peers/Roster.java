package io.faultline.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everybody who can be asked for, by name. */
public final class Roster {

    private Roster() {}

    public static List<Contender> all(@Nullable String faultline) {
        List<Contender> known = new ArrayList<>(List.of(Faultline.of(faultline)));
        known.addAll(Haproxy.modes());
        known.add(new Nginx());
        known.add(new Caddy());
        known.add(new Varnish());
        known.addAll(JavaPeer.all());
        return known;
    }

    /** Those of these names; none means everybody. {@code haproxy} means all its modes. */
    public static List<Contender> asked(List<String> names, @Nullable String faultline) {
        var known = all(faultline);
        if (names.isEmpty()) {
            return known;
        }
        List<Contender> asked = new ArrayList<>();
        for (var name : names) {
            var found = known.stream().filter(each -> isMeant(name, each.name())).toList();
            if (found.isEmpty() && !name.equals(Entrant.DIRECT)) {
                throw new IllegalArgumentException(
                        "no contender '%s': direct, %s"
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                known.stream().map(Contender::name).toList())));
            }
            asked.addAll(found);
        }
        return asked;
    }

    private static boolean isMeant(String asked, String name) {
        return name.equals(asked) || name.startsWith(asked + "-");
    }
}
