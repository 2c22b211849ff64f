package io.faultline.core.runtime;

import io.faultline.core.config.AccessLogConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.connection.LiveConnections;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.gate.ConnectionGates;
import io.faultline.core.gate.DescriptorBudget;
import io.faultline.core.observe.access.LogTemplate;
import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.observe.saturation.linux.LinuxHost;
import io.faultline.core.observe.saturation.linux.LoopLoad;
import io.faultline.core.runtime.fullness.FullnessSources;
import io.faultline.core.runtime.listening.DoorNumbers;
import io.faultline.core.runtime.upstream.OperatorNews;
import io.faultline.core.tls.CertificateWatch;
import io.faultline.core.wire.Destinations;
import io.faultline.core.wire.TransportMaker;
import io.faultline.core.worker.ControlLoop;
import io.faultline.core.worker.Worker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a server is made of, wired in one place. Lives as long as the process. */
record ServerParts(
        Surroundings surroundings,
        ControlLoop controlLoop,
        MetricShards metrics,
        FaultLedger faults,
        HostWatch host,
        LinuxHost kernel,
        @Nullable AccessLog accessLog,
        List<WorkerRoom> rooms,
        ConnectionGates gates,
        Upstreams upstreams,
        CertificateWatch certificates,
        DoorNumbers doorNumbers,
        Retirement retirement) {

    static ServerParts build(LoadedConfig loaded, Surroundings surroundings) throws StartFailure {
        AccessLog accessLog = accessLog(loaded.config().accessLog(), surroundings);
        int workers = workers(loaded, surroundings);
        var control = new ControlLoop(surroundings.ticker());
        var metrics = new MetricShards(workers);
        var faults = new FaultLedger(surroundings.clock());
        var host = new HostWatch();
        host.start(control.executor());
        int mostPipes = loaded.config().limits().maxPipesPerWorker();
        int pipes = DescriptorBudget.ofThisProcess().pipesPerWorker(workers, mostPipes);
        List<WorkerRoom> rooms =
                IntStream.range(0, workers)
                        .mapToObj(index -> room(index, pipes, surroundings, metrics))
                        .toList();
        var kernel = new LinuxHost(() -> destinations(rooms));
        kernel.open();
        var gates = new ConnectionGates(descriptors(loaded, workers, pipes, surroundings));
        var upstreams =
                new Upstreams(
                        control.worker(),
                        surroundings,
                        host,
                        new OperatorNews(faults, surroundings.say()));
        var certificates = new CertificateWatch();
        certificates.onChange(
                (owner, generation) ->
                        faults.changes().add(Change.Kind.CERTIFICATE, owner, generation, ""));
        return new ServerParts(
                surroundings,
                control,
                metrics,
                faults,
                host,
                kernel,
                accessLog,
                rooms,
                gates,
                upstreams,
                certificates,
                new DoorNumbers(),
                new Retirement(control.executor(), rooms));
    }

    private static List<Destinations> destinations(List<WorkerRoom> rooms) {
        return rooms.stream().map(each -> each.worker().transport().destinations()).toList();
    }

    private static DescriptorBudget descriptors(
            LoadedConfig loaded, int workers, int pipes, Surroundings surroundings) {
        // Looked at again: the loops have opened their own descriptors by now.
        DescriptorBudget descriptors =
                DescriptorBudget.ofThisProcess()
                        .less(workers, loaded.config().listeners().size(), pipes);
        String warning = descriptors.warning(loaded.config().limits(), loaded.origins());
        if (warning != null) {
            surroundings.say().accept(warning);
        }
        return descriptors;
    }

    private static WorkerRoom room(
            int index, int pipes, Surroundings surroundings, MetricShards metrics) {
        TransportMaker network = surroundings.network();
        return new WorkerRoom(
                network == null
                        ? new Worker(index, surroundings.transport(), surroundings.ticker(), pipes)
                        : Worker.on(network, index, surroundings.ticker()),
                new LiveConnections(),
                metrics.worker(index),
                new LoopLoad());
    }

    /** NIO cannot share a port between workers, so there it is one. */
    private static int workers(LoadedConfig loaded, Surroundings surroundings) {
        if (!surroundings.transport().isEpoll()) {
            return 1;
        }
        int configured = loaded.config().workers();
        return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }

    private static @Nullable AccessLog accessLog(
            @Nullable AccessLogConfig config, Surroundings surroundings) throws StartFailure {
        if (config == null) {
            return null;
        }
        String template = config.template();
        RecordFormat format =
                switch (config.format()) {
                    case JSON -> RecordFormat.json();
                    case COMBINED -> RecordFormat.combined();
                    case TEXT ->
                            RecordFormat.text(template == null ? LogTemplate.DEFAULT : template);
                };
        try {
            return AccessLog.start(
                    config.file(),
                    format,
                    config.queue(),
                    surroundings.ticker(),
                    surroundings.clock(),
                    surroundings.say());
        } catch (IOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    ScheduledExecutorService control() {
        return controlLoop.executor();
    }

    long nanos() {
        return surroundings.ticker().nanos();
    }

    /** Completes when every worker has done what it was told before. Any thread. */
    CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(
                rooms.stream().map(WorkerRoom::settled).toArray(CompletableFuture<?>[]::new));
    }

    /** Sessions open now, on all workers. Any thread. */
    int openSessions() {
        return rooms.stream().mapToInt(room -> room.live().count()).sum();
    }

    /** Of these, what knows how full something is. */
    FullnessSources fullnessSources() {
        return new FullnessSources(
                kernel,
                host,
                rooms.stream().map(WorkerRoom::load).toList(),
                faults,
                metrics,
                gates,
                certificates,
                accessLog,
                surroundings.ticker(),
                surroundings.clock());
    }

    /** Ends all threads; what is still open on them is cut. */
    void stop() {
        rooms.forEach(room -> room.worker().stop());
        control().execute(upstreams::close);
        control().execute(certificates::close);
        control().execute(kernel::close);
        controlLoop.stop();
    }
}
