package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.json.JsonObject;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCatalog;
import io.faultline.core.fault.FaultCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rungs as a running proxy wrote them. A code that this program does not know stays a fact. */
public final class RungReader {

    private RungReader() {}

    /** @throws IllegalArgumentException where somebody else answers */
    public static List<Rung> read(JsonObject answer) {
        if (!answer.has("running")) {
            throw new IllegalArgumentException("it does not tell what it knows");
        }
        return answer.objects("running").stream().map(RungReader::rung).toList();
    }

    private static Rung rung(JsonObject rung) {
        List<Rung.Fact> facts = new ArrayList<>();
        for (JsonObject each : rung.objects("facts")) {
            facts.add(new Rung.Fact(each.text("name"), each.text("value")));
        }
        Fault fault = fault(rung.object("fault"));
        String outcome = rung.text("outcome").toUpperCase(Locale.ROOT);
        return new Rung(
                Layer.valueOf(rung.text("layer")),
                rung.text("name"),
                fault == null && outcome.equals("BROKEN") ? Outcome.NOTE : Outcome.valueOf(outcome),
                -1,
                rung.text("summary"),
                facts,
                fault,
                rung.texts("notes"));
    }

    private static @Nullable Fault fault(JsonObject told) {
        FaultCode code = told.has("code") ? FaultCatalog.find(told.text("code")) : null;
        if (code == null) {
            return null;
        }
        Fault fault = Fault.of(code, side(told.text("side")), stage(told.text("stage")));
        JsonObject evidence = told.object("evidence");
        for (String name : evidence.names()) {
            fault = fault.with(name, evidence.text(name));
        }
        return fault;
    }

    private static Side side(String label) {
        return Arrays.stream(Side.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("side " + label));
    }

    private static Stage stage(String label) {
        return Arrays.stream(Stage.values())
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("stage " + label));
    }
}
