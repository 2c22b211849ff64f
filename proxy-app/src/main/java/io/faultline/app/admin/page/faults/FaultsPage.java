package io.faultline.app.admin.page.faults;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import java.util.List;
import java.util.function.Supplier;

/** What breaks, how often lately, whose fault it is, and what may be behind it. */
public final class FaultsPage implements AdminPage {

    private final Supplier<FaultPicture> picture;

    public FaultsPage(Supplier<FaultPicture> picture) {
        this.picture = picture;
    }

    @Override
    public String path() {
        return "/faults";
    }

    @Override
    public String summary() {
        return "what broke: by layer, upstream and side over 1 min, 10 min and 1 h; what may be behind it";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), FaultsShapes.FAULTS));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        FaultPicture now = picture.get();
        return query.wantsJson()
                ? AdminReply.json(FaultsJson.render(now))
                : AdminReply.text(FaultsText.render(now));
    }
}
