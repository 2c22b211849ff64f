package io.faultline.core.fault;

import io.faultline.core.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All fault codes, from the lowest layer up: the one list behind the CLI, the metric labels and the
 * reference page.
 *
 * <p>The enums are listed by hand and not found by reflection: the compiler holds {@link FaultCode}
 * sealed, and a test holds this list complete.
 */
public final class FaultCatalog {

    private static final List<FaultCode> ALL = collect();
    private static final Map<String, FaultCode> BY_ID = byId();
    private static final int MAX_SUGGESTIONS = 3;

    private FaultCatalog() {}

    /** Every code, lowest layer first, in the order of its enum. */
    public static List<FaultCode> all() {
        return ALL;
    }

    public static List<FaultCode> of(Layer layer) {
        return ALL.stream().filter(code -> code.layer() == layer).toList();
    }

    /**
     * The code an operator means: case does not matter, {@code -} is as good as {@code _}, and the
     * layer may be left out.
     */
    public static @Nullable FaultCode find(String typed) {
        String wanted = normalized(typed);
        FaultCode exact = BY_ID.get(wanted);
        if (exact != null) {
            return exact;
        }
        for (FaultCode code : ALL) {
            if (nameOf(code).equals(wanted)) {
                return code;
            }
        }
        return null;
    }

    /** The codes closest to what was typed, best first; empty when nothing comes near. */
    public static List<FaultCode> suggestions(String typed) {
        String wanted = normalized(typed);
        var near = new ArrayList<Map.Entry<FaultCode, Integer>>();
        for (FaultCode code : ALL) {
            int distance = distance(wanted, code);
            if (distance <= Math.max(2, wanted.length() / 3)) {
                near.add(Map.entry(code, distance));
            }
        }
        near.sort(Comparator.comparingInt(Map.Entry::getValue));
        return near.stream().limit(MAX_SUGGESTIONS).map(Map.Entry::getKey).toList();
    }

    /** The id without its layer: who types a code wrongly often has the layer wrong as well. */
    private static String nameOf(FaultCode code) {
        return code.id().substring(code.id().indexOf('.') + 1);
    }

    private static int distance(String wanted, FaultCode code) {
        String name = nameOf(code);
        String wantedName = wanted.substring(wanted.indexOf('.') + 1);
        if (wantedName.length() >= 4 && name.contains(wantedName)) {
            return 0; // a part of a name, such as REFUSED
        }
        return EditDistance.between(wantedName, name);
    }

    private static String normalized(String typed) {
        return typed.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    private static List<FaultCode> collect() {
        var codes = new ArrayList<FaultCode>();
        codes.addAll(List.of(LinkFault.values()));
        codes.addAll(List.of(NetworkFault.values()));
        codes.addAll(List.of(TransportFault.values()));
        codes.addAll(List.of(SessionFault.values()));
        codes.addAll(List.of(TlsFault.values()));
        codes.addAll(List.of(ApplicationFault.values()));
        return List.copyOf(codes);
    }

    private static Map<String, FaultCode> byId() {
        var codes = new LinkedHashMap<String, FaultCode>();
        for (FaultCode code : ALL) {
            codes.put(code.id(), code);
        }
        return Map.copyOf(codes);
    }
}
