package io.faultline.core.observe.text;

import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fault in JSON, the same wherever it stands: in the access log and on every page. */
public final class FaultJson {

    private FaultJson() {}

    /** Writes the member; a null fault is written as null. */
    public static void member(JsonWriter json, String key, @Nullable Fault fault) {
        if (fault == null) {
            json.nullMember(key);
            return;
        }
        json.object(key);
        json.member("code", fault.code().id());
        json.member("layer", fault.code().layer().name());
        json.member("side", fault.side().label());
        json.member("stage", fault.stage().label());
        json.member("suspected", fault.code().suspected());
        evidence(json, fault.evidence());
        json.endObject();
    }

    private static void evidence(JsonWriter json, Evidence evidence) {
        // An array of pairs would be exact, but {"errno":"ECONNRESET"} is what a reader searches
        // for.
        List<String> parts = evidence.namesAndValues();
        json.object("evidence");
        for (int i = 0; i < parts.size(); i += 2) {
            json.member(uniqueName(parts, i), parts.get(i + 1));
        }
        json.endObject();
    }

    /** RFC 8259 4: names within an object should be unique, so a second one gets a number. */
    private static String uniqueName(List<String> parts, int index) {
        String name = parts.get(index);
        int seen = 1;
        for (int i = 0; i < index; i += 2) {
            seen += parts.get(i).equals(name) ? 1 : 0;
        }
        return seen == 1 ? name : name + "_" + seen;
    }
}
