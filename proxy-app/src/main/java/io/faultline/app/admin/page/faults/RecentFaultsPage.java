package io.faultline.app.admin.page.faults;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.api.Parameter;
import io.faultline.app.admin.text.Printable;
import io.faultline.core.fault.ledger.RecentFault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The recent faults one by one with what proves them, and what was changed in between, on one time line.
 * {@code ?layer=}, {@code ?code=}, {@code ?side=}, {@code ?upstream=} and {@code ?endpoint=} choose.
 */
public final class RecentFaultsPage implements AdminPage {

    private static final List<String> FILTERS =
            List.of("layer", "code", "side", "upstream", "endpoint", "format");

    private final Supplier<FaultPicture> picture;

    public RecentFaultsPage(Supplier<FaultPicture> picture) {
        this.picture = picture;
    }

    @Override
    public String path() {
        return "/faults/recent";
    }

    @Override
    public String summary() {
        return "the last faults with their evidence, and what was changed in between; ?layer=L6&upstream=...";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(
                                "the last faults with their evidence, and what was changed in between",
                                FaultsShapes.RECENT)
                        .with(Parameter.inQuery("layer", "Only this layer.", "L4"))
                        .with(Parameter.inQuery("code", "Only this code.", "L4.RESET"))
                        .with(Parameter.inQuery("side", "Only this side.", "upstream"))
                        .with(Parameter.inQuery("upstream", "Only this one.", "shop"))
                        .with(Parameter.inQuery("endpoint", "Only this one.", "10.0.0.1:80"))
                        .refusing(400, "An unknown parameter."));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        for (String name : query.parameters().keySet()) {
            if (!FILTERS.contains(name)) {
                return AdminReply.text(
                        400,
                        "unknown parameter '"
                                + Printable.of(name)
                                + "'. Those that are: "
                                + String.join(", ", FILTERS));
            }
        }
        FaultPicture now = picture.get();
        List<RecentFault> chosen =
                now.recent().stream().filter(each -> isChosen(each, query.parameters())).toList();
        return query.wantsJson()
                ? AdminReply.json(FaultsJson.recent(chosen, now))
                : AdminReply.text(FaultsText.recent(chosen, now));
    }

    private static boolean isChosen(RecentFault recent, Map<String, String> wanted) {
        return is(wanted.get("layer"), recent.fault().code().layer().name())
                && is(wanted.get("code"), recent.fault().code().id())
                && is(wanted.get("side"), recent.fault().side().label())
                && is(wanted.get("upstream"), recent.scope().upstream())
                && is(wanted.get("endpoint"), recent.endpoint());
    }

    private static boolean is(@Nullable String wanted, @Nullable String actual) {
        return wanted == null
                || actual != null
                        && wanted.toLowerCase(Locale.ROOT).equals(actual.toLowerCase(Locale.ROOT));
    }
}
