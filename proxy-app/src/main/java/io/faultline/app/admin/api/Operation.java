package io.faultline.app.admin.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one method does at one path.
 *
 * @param method {@code GET} or {@code POST}
 * @param summary in half a sentence
 * @param body what is sent, or null
 * @param reply of 200; null where it is no JSON
 * @param replyType of 200
 * @param needsToken whoever asks must be known
 * @param refusals other answers: status, and what it means here
 */
public record Operation(
        String method,
        String summary,
        List<Parameter> parameters,
        @Nullable JsonShape body,
        @Nullable JsonShape reply,
        String replyType,
        boolean needsToken,
        Map<Integer, String> refusals) {

    private static final String JSON = "application/json";

    public static Operation get(String summary, JsonShape reply) {
        return new Operation("GET", summary, List.of(), null, reply, JSON, false, Map.of());
    }

    /** Something that is no JSON. */
    public static Operation get(String summary, String replyType) {
        return new Operation("GET", summary, List.of(), null, null, replyType, false, Map.of());
    }

    public static Operation post(String summary, JsonShape body, JsonShape reply) {
        return new Operation("POST", summary, List.of(), body, reply, JSON, false, Map.of());
    }

    public Operation with(Parameter parameter) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Operation(method, summary, more, body, reply, replyType, needsToken, refusals);
    }

    public Operation needingToken() {
        return new Operation(method, summary, parameters, body, reply, replyType, true, refusals);
    }

    public Operation refusing(int status, String meaning) {
        Map<Integer, String> more = new TreeMap<>(refusals);
        more.put(status, meaning);
        return new Operation(method, summary, parameters, body, reply, replyType, needsToken, more);
    }
}
