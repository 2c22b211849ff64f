package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.probe.Probe;
import io.faultline.benchmarks.result.RowInfo;
import java.util.List;

/** A row of the report, how it is measured, and of whom. */
record Asked(RowInfo row, Probe probe, List<String> who) {}
