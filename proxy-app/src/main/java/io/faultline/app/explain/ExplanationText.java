package io.faultline.app.explain;

import io.faultline.app.explain.Way.Step;
import io.faultline.app.process.Terminal;

/** The explanation for a person. */
public final class ExplanationText {

    private ExplanationText() {}

    public static String of(Explanation explanation, Terminal colours) {
        var text = new StringBuilder();
        Question question = explanation.question();
        text.append(colours.bold(question.text()))
                .append(" from ")
                .append(question.from().addressText())
                .append('\n');
        for (Way way : explanation.ways()) {
            text.append('\n').append(colours.bold("listener " + way.listener()));
            if (way.deaf() != null) {
                text.append(": not asked, ").append(way.deaf()).append('\n');
                continue;
            }
            text.append('\n');
            for (Step each : way.steps()) {
                step(text, each, colours);
            }
            if (way.fault() != null) {
                text.append("  ends with ").append(colours.red(way.fault())).append('\n');
            }
        }
        return text.toString();
    }

    private static void step(StringBuilder text, Step step, Terminal colours) {
        text.append("  %-9s ".formatted(step.name())).append(step.verdict());
        if (!step.where().isEmpty()) {
            text.append(colours.dim("  " + step.where()));
        }
        text.append('\n');
        for (String each : step.details()) {
            text.append(" ".repeat(12)).append(each).append('\n');
        }
    }
}
