package io.faultline.app.lab.bench;

import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import java.util.List;

/**
 * One way to break something for real, and what the proxy must call it.
 *
 * @param name of its listener and its upstream
 * @param cause in a sentence
 * @param proves evidence that must be there; {@code key=part} wants the part in the value
 * @param never codes that an honest mistake would give it
 * @param beside codes that this cause has besides, rightly
 * @param onPageOnly no client asked for it, so it stands on the page of faults and not in the access log
 * @param needsHosts it breaks a network or a host, so it needs ones of its own
 */
public record LabCase(
        String name,
        FaultCode code,
        Side side,
        String cause,
        List<String> proves,
        List<FaultCode> never,
        List<FaultCode> beside,
        boolean needsHosts,
        boolean onPageOnly,
        Preparation preparation) {

    /** Builds the scene before the proxy starts. */
    @FunctionalInterface
    public interface Preparation {
        Provocation on(Bench bench) throws Exception;
    }

    /** Makes it happen; returns what the client read, or "" where that says nothing. */
    @FunctionalInterface
    public interface Provocation {
        String with(Subject subject) throws Exception;
    }

    public static LabCase of(String name, FaultCode code, Side side, String cause) {
        return new LabCase(
                name,
                code,
                side,
                cause,
                List.of(),
                List.of(),
                List.of(),
                false,
                false,
                bench -> null);
    }

    public LabCase because(String sentence) {
        return new LabCase(
                name,
                code,
                side,
                sentence,
                proves,
                never,
                beside,
                needsHosts,
                onPageOnly,
                preparation);
    }

    public LabCase proves(String... evidence) {
        return new LabCase(
                name,
                code,
                side,
                cause,
                List.of(evidence),
                never,
                beside,
                needsHosts,
                onPageOnly,
                preparation);
    }

    public LabCase never(FaultCode... codes) {
        return new LabCase(
                name,
                code,
                side,
                cause,
                proves,
                List.of(codes),
                beside,
                needsHosts,
                onPageOnly,
                preparation);
    }

    public LabCase beside(FaultCode... codes) {
        return new LabCase(
                name,
                code,
                side,
                cause,
                proves,
                never,
                List.of(codes),
                needsHosts,
                onPageOnly,
                preparation);
    }

    public LabCase onHosts(Preparation made) {
        return new LabCase(name, code, side, cause, proves, never, beside, true, onPageOnly, made);
    }

    public LabCase anywhere(Preparation made) {
        return new LabCase(name, code, side, cause, proves, never, beside, false, onPageOnly, made);
    }

    public LabCase toldOnPage() {
        return new LabCase(
                name, code, side, cause, proves, never, beside, needsHosts, true, preparation);
    }

    @Override
    public String toString() {
        return name + ": " + code.id();
    }
}
