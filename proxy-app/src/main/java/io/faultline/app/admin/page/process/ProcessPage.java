package io.faultline.app.admin.page.process;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.text.TextTable;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Heap, threads, collections, buffers and event loops. Reading counters that the JVM keeps anyway; what
 * would stop it, as a dump of threads or of the heap does, is left to the tools of the JDK, and named.
 */
public final class ProcessPage implements AdminPage {

    private static final String COST =
            "Counters that the JVM keeps anyway: nothing is stopped. What costs more: jcmd PID Thread.print"
                    + " stops all threads for milliseconds, jcmd PID GC.heap_dump for as long as the heap is"
                    + " large.";

    private static final JsonShape MEMORY =
            JsonShape.object("Bytes.")
                    .with("used", JsonShape.whole(""))
                    .with("committed", JsonShape.whole("Taken from the system."))
                    .with("max", JsonShape.whole("null: nobody set one.").orNull());

    private static final JsonShape SHAPE =
            JsonShape.object("")
                    .with("pid", JsonShape.whole(""))
                    .with("uptime_seconds", JsonShape.whole(""))
                    .with("processors", JsonShape.whole("That the JVM may use."))
                    .with("cpu_seconds", JsonShape.number("Of all threads.").orNull())
                    .with("heap", MEMORY)
                    .with("non_heap", MEMORY)
                    .with(
                            "buffers",
                            JsonShape.list(
                                    "Memory outside of the heap.",
                                    JsonShape.object("")
                                            .with("pool", JsonShape.text(""))
                                            .with("count", JsonShape.whole(""))
                                            .with("used", JsonShape.whole("Bytes."))))
                    .with("backlog_bytes", JsonShape.whole("Lent to peers that read slowly."))
                    .with(
                            "gc",
                            JsonShape.list(
                                    "",
                                    JsonShape.object("")
                                            .with("collector", JsonShape.text(""))
                                            .with("count", JsonShape.whole(""))
                                            .with("millis", JsonShape.whole("All of them."))))
                    .with(
                            "threads",
                            JsonShape.object("")
                                    .with("live", JsonShape.whole(""))
                                    .with("peak", JsonShape.whole(""))
                                    .with("daemon", JsonShape.whole("")))
                    .with(
                            "loops",
                            JsonShape.list(
                                    "Event loops of the workers.",
                                    JsonShape.object("")
                                            .with("worker", JsonShape.text(""))
                                            .with("busy", JsonShape.number("0 to 1.").orNull())
                                            .with("note", JsonShape.text("How late it ran."))))
                    .with("cost", JsonShape.text("What it costs to ask this."));

    private final LongSupplier backlogBytes;
    private final Supplier<SaturationReport> saturation;

    public ProcessPage(LongSupplier backlogBytes, Supplier<SaturationReport> saturation) {
        this.backlogBytes = backlogBytes;
        this.saturation = saturation;
    }

    @Override
    public String path() {
        return "/process";
    }

    @Override
    public String summary() {
        return "heap, buffers, collections, threads, event loops; what it costs to know more";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get("heap, buffers, collections, threads and event loops", SHAPE));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        ProcessFacts facts = ProcessFacts.now();
        return query.wantsJson() ? AdminReply.json(json(facts)) : AdminReply.text(text(facts));
    }

    private List<Resource> loops() {
        return saturation.get().resources().stream()
                .filter(each -> each.kind() == ResourceKind.LOOP)
                .toList();
    }

    private String json(ProcessFacts facts) {
        Utf8Buffer out = new Utf8Buffer(2048);
        JsonWriter json = new JsonWriter(out).object();
        json.member("pid", facts.pid()).member("uptime_seconds", facts.uptime().toSeconds());
        json.member("processors", facts.processors()).member("cpu_seconds", facts.cpuSeconds());
        memory(json.object("heap"), facts.heap());
        memory(json.object("non_heap"), facts.nonHeap());
        json.array("buffers");
        for (ProcessFacts.Buffers each : facts.buffers()) {
            json.object().member("pool", each.pool()).member("count", each.count());
            json.member("used", each.used()).endObject();
        }
        json.endArray().member("backlog_bytes", backlogBytes.getAsLong()).array("gc");
        for (ProcessFacts.Collections each : facts.gc()) {
            json.object().member("collector", each.collector()).member("count", each.count());
            json.member("millis", each.millis()).endObject();
        }
        json.endArray().object("threads").member("live", facts.threads().live());
        json.member("peak", facts.threads().peak()).member("daemon", facts.threads().daemon());
        json.endObject().array("loops");
        for (Resource each : loops()) {
            json.object().member("worker", each.subject()).member("busy", each.ratio());
            json.member("note", each.note()).endObject();
        }
        json.endArray().member("cost", COST).endObject();
        return out.toString();
    }

    private static void memory(JsonWriter json, ProcessFacts.Memory memory) {
        json.member("used", memory.used()).member("committed", memory.committed());
        if (memory.max() < 0) {
            json.nullMember("max");
        } else {
            json.member("max", memory.max());
        }
        json.endObject();
    }

    private String text(ProcessFacts facts) {
        TextTable table = new TextTable("", "WHAT", "USED", "TAKEN", "AT MOST");
        memory(table, "heap", facts.heap());
        memory(table, "outside of it, by the JVM", facts.nonHeap());
        for (ProcessFacts.Buffers each : facts.buffers()) {
            table.row(each.pool() + " buffers (" + each.count() + ")", mib(each.used()), "", "");
        }
        table.row("lent to slow peers", mib(backlogBytes.getAsLong()), "", "");
        StringBuilder text = new StringBuilder();
        text.append("pid ").append(facts.pid()).append(", up ").append(facts.uptime().toSeconds());
        text.append(" s, ").append(facts.processors()).append(" processors\n\n").append(table);
        text.append('\n').append(facts.threads().live()).append(" threads, at most ");
        text.append(facts.threads().peak()).append(" at once\n");
        for (ProcessFacts.Collections each : facts.gc()) {
            text.append(each.collector()).append(": ").append(each.count());
            text.append(" collections, ").append(each.millis()).append(" ms in all\n");
        }
        for (Resource each : loops()) {
            text.append(each).append('\n');
        }
        return text.append('\n').append(COST).append('\n').toString();
    }

    private static void memory(TextTable table, String what, ProcessFacts.Memory memory) {
        table.row(
                what,
                mib(memory.used()),
                mib(memory.committed()),
                memory.max() < 0 ? "no limit" : mib(memory.max()));
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
