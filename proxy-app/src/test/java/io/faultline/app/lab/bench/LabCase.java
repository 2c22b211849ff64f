package io.faultline.app.lab.bench;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import java.util.List;
import java.util.Map;

/**
 * One way to break something for real, and what the proxy must call it. Written down once, in a sentence
 * of calls that begins with {@link #of}, and read ever after.
 */
public final class LabCase {

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

    /** Breaks it once more, for as long as somebody diagnoses it. */
    @FunctionalInterface
    public interface Standing {
        Standing AS_IT_IS = subject -> () -> {};

        AutoCloseable of(Subject subject) throws Exception;
    }

    private final String name;
    private final FaultCode code;
    private final Side side;
    private String cause;
    private List<String> proves = List.of();
    private List<FaultCode> never = List.of();
    private List<FaultCode> beside = List.of();
    private boolean needsHosts;
    private boolean onPageOnly;
    private boolean explained;
    private String target = "";
    private Layer targetLayer;
    private String notDiagnosed = "";
    private List<String> diagnosedWith = List.of();
    private Standing standing = Standing.AS_IT_IS;
    private Preparation preparation = bench -> subject -> "";

    private LabCase(String name, FaultCode code, Side side, String cause) {
        this.name = name;
        this.code = code;
        this.side = side;
        this.cause = cause;
        this.targetLayer = code.layer();
    }

    /**
     * @param name of its listener and its upstream
     * @param cause in a sentence
     */
    public static LabCase of(String name, FaultCode code, Side side, String cause) {
        return new LabCase(name, code, side, cause);
    }

    public LabCase because(String sentence) {
        cause = sentence;
        return this;
    }

    /** Evidence that must be there; {@code key=part} wants the part in the value. */
    public LabCase proves(String... evidence) {
        proves = List.of(evidence);
        return this;
    }

    /** Codes that an honest mistake would give it. */
    public LabCase never(FaultCode... codes) {
        never = List.of(codes);
        return this;
    }

    /** Codes that this cause has besides, rightly. */
    public LabCase beside(FaultCode... codes) {
        beside = List.of(codes);
        return this;
    }

    /** No client asked for it: it stands on the page of faults, not in the access log. */
    public LabCase toldOnPage() {
        onPageOnly = true;
        return this;
    }

    /** Whoever diagnoses the upstream meets the same layer. */
    public LabCase diagnosed() {
        return diagnosed("upstream/" + name + "/", code.layer());
    }

    /** Whoever diagnoses this finds this layer broken: the cause below what the client met. */
    public LabCase diagnosed(String what, Layer layer) {
        target = what;
        targetLayer = layer;
        return this;
    }

    /** With these arguments more: the request that meets it is not the plainest one. */
    public LabCase diagnosedWith(String... arguments) {
        diagnosedWith = List.of(arguments);
        return this;
    }

    /** It does not stand by itself while somebody diagnoses it. */
    public LabCase diagnosedWhile(Standing broken) {
        standing = broken;
        return this;
    }

    /** There is nothing to find for whoever asks afterwards, and this is why. */
    public LabCase notDiagnosed(String why) {
        notDiagnosed = why;
        return this;
    }

    /** It is a rule of the file, so {@code faultline explain} gives it the same code. */
    public LabCase explained() {
        explained = true;
        return this;
    }

    /** It breaks a network or a host, so it needs ones of its own. */
    public LabCase onHosts(Preparation made) {
        needsHosts = true;
        return anywhere(made);
    }

    public LabCase anywhere(Preparation made) {
        preparation = made;
        return this;
    }

    public String name() {
        return name;
    }

    public FaultCode code() {
        return code;
    }

    public Side side() {
        return side;
    }

    public String cause() {
        return cause;
    }

    public List<String> proves() {
        return proves;
    }

    public boolean isProvedBy(Map<String, String> evidence) {
        return proves.stream().allMatch(wanted -> isIn(evidence, wanted.split("=", 2)));
    }

    private static boolean isIn(Map<String, String> evidence, String[] keyAndPart) {
        String value = evidence.get(keyAndPart[0]);
        return value != null && (keyAndPart.length == 1 || value.contains(keyAndPart[1]));
    }

    public List<FaultCode> never() {
        return never;
    }

    public List<FaultCode> beside() {
        return beside;
    }

    public boolean needsHosts() {
        return needsHosts;
    }

    public boolean isExplained() {
        return explained;
    }

    public boolean onPageOnly() {
        return onPageOnly;
    }

    /** Why {@code faultline diagnose} is not asked, or "" where it is. */
    public String whyNotDiagnosed() {
        return notDiagnosed;
    }

    public List<String> diagnosedWith() {
        return diagnosedWith;
    }

    public Standing standing() {
        return standing;
    }

    /** What {@code faultline diagnose} is asked about, or "" where it cannot meet the cause. */
    public String target() {
        return target;
    }

    public Layer targetLayer() {
        return targetLayer;
    }

    public Preparation preparation() {
        return preparation;
    }

    @Override
    public String toString() {
        return name + ": " + code.id();
    }
}
