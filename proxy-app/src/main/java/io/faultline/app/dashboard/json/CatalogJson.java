package io.faultline.app.dashboard.json;

import io.faultline.core.Layer;
import io.faultline.core.fault.FaultCatalog;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.timing.Phase;

/** What does not change while the process lives: the layers, the phases, and what each code means. */
public final class CatalogJson {

    private CatalogJson() {}

    public static String render() {
        var out = new Utf8Buffer(32 * 1024);
        JsonWriter json = new JsonWriter(out).object().array("layers");
        for (Layer layer : Layer.values()) {
            json.object().member("layer", layer.name()).member("title", layer.title());
            json.member("scope", layer.scope()).endObject();
        }
        json.endArray().array("phases");
        for (Phase phase : Phase.values()) {
            json.object().member("phase", phase.label()).member("layer", phase.layer());
            json.member("waits_for", phase.waitsFor()).endObject();
        }
        json.endArray().object("codes");
        for (FaultCode code : FaultCatalog.all()) {
            json.member(code.id(), code.meaning());
        }
        json.endObject().endObject();
        return out.toString();
    }
}
