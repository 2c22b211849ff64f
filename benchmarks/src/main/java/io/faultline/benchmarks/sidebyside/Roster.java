package io.faultline.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Who was asked for, and who of them can take part on this machine. */
final class Roster {

    private Roster() {}

    static List<Contender> of(Options options, Consumer<String> say) {
        List<Contender> able = new ArrayList<>();
        for (var contender : asked(options)) {
            var missing = contender.missing();
            if (missing == null) {
                able.add(contender);
            } else {
                say.accept("left out: " + contender.name() + ". " + missing);
            }
        }
        return able;
    }

    static boolean wantsDirect(Options options) {
        return options.candidates().contains("direct");
    }

    private static List<Contender> asked(Options options) {
        List<Contender> known = new ArrayList<>(List.of(new Faultline(options.faultline())));
        known.addAll(Haproxy.modes());
        known.add(new Nginx());
        List<Contender> asked = new ArrayList<>();
        for (var name : options.candidates()) {
            var found = known.stream().filter(each -> isMeant(name, each.name())).toList();
            if (found.isEmpty() && !name.equals("direct")) {
                throw new IllegalArgumentException(
                        "no candidate '%s': direct, %s"
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

    /** {@code haproxy} means all its modes. */
    private static boolean isMeant(String asked, String name) {
        return name.equals(asked) || name.startsWith(asked + "-");
    }
}
