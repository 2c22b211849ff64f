package io.faultline.app.admin.api;

/** A fault, as it stands on every page and in the access log. */
public final class FaultShapes {

    public static final JsonShape FAULT =
            JsonShape.object("Why something failed.")
                    .with("code", JsonShape.text("Stable: L4.CONNECT_REFUSED."))
                    .with("layer", JsonShape.text("L1 to L7."))
                    .with("side", JsonShape.text("Whose fault: client, proxy or upstream."))
                    .with("stage", JsonShape.text("How far it had come."))
                    .with("suspected", JsonShape.flag("It was inferred, not seen."))
                    .with("evidence", JsonShape.any("What proves it, by name."));

    private FaultShapes() {}
}
