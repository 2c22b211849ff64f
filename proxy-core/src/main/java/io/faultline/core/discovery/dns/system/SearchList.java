package io.faultline.core.discovery.dns.system;

import java.util.ArrayList;
import java.util.List;

/**
 * Which complete names a short one may stand for, in the order to try them, as {@code resolv.conf(5)}
 * has it. Where the config gives name servers of its own, names are complete as they stand.
 */
public record SearchList(List<String> domains, int ndots) {

    public static final SearchList NONE = new SearchList(List.of(), 1);

    public List<String> candidates(String name) {
        if (name.endsWith(".")) { // written as complete
            return List.of(name.substring(0, name.length() - 1));
        }
        List<String> candidates = new ArrayList<>();
        for (String domain : domains) {
            candidates.add(name + "." + domain);
        }
        long dots = name.chars().filter(c -> c == '.').count();
        candidates.add(dots >= ndots ? 0 : candidates.size(), name);
        return candidates;
    }
}
