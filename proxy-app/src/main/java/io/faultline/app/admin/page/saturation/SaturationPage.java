package io.faultline.app.admin.page.saturation;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import io.faultline.core.observe.saturation.SaturationReport;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** How full each layer is, what runs out next and when, and what this system does not tell. */
public final class SaturationPage implements AdminPage {

    private final Supplier<SaturationReport> saturation;
    private final InstantSource clock;

    public SaturationPage(Supplier<SaturationReport> saturation, InstantSource clock) {
        this.saturation = saturation;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/saturation";
    }

    @Override
    public String summary() {
        return "how full each layer is, the fullest first; what runs out when; what the kernel dropped";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), SaturationJson.SHAPE));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        SaturationReport report = saturation.get();
        return query.wantsJson()
                ? AdminReply.json(SaturationJson.of(report))
                : AdminReply.text(SaturationText.of(report, clock.instant()));
    }
}
