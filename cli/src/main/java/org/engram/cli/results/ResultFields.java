package org.engram.cli.results;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.compute.validation.ConfidenceInterval;
import org.engram.compute.validation.ConfusionMatrix;
import org.engram.compute.validation.PermutationResult;
import org.engram.core.Notice;

/** Parts of {@code results.json} that decoding of every kind shares. */
final class ResultFields {
    private ResultFields() {}

    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    static Map<String, Object> interval(ConfidenceInterval interval) {
        return ordered("lower", interval.lower(), "upper", interval.upper(), "level", interval.level(),
                "method", interval.method());
    }

    static Map<String, Object> permutations(PermutationResult test) {
        return ordered("count", test.permutations(), "null_mean", test.mean(), "null_95th_percentile",
                test.percentile(95), "scheme", test.describe());
    }

    static void putConfusion(Map<String, Object> fields, ConfusionMatrix confusion) {
        fields.put("labels", confusion.names());
        fields.put("confusion", Arrays.stream(confusion.counts())
                .map(row -> Arrays.stream(row).boxed().toList()).toList());
        Map<String, Object> recall = new LinkedHashMap<>();
        for (int c = 0; c < confusion.names().size(); c++) {
            recall.put(confusion.names().get(c), finite(confusion.recall(c)));
        }
        fields.put("recall", recall);
    }

    /** JSON knows no NaN. */
    static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    static List<Map<String, Object>> notices(List<Notice> notices) {
        return notices.stream().map(notice -> ordered("code", notice.code(), "text", notice.text())).toList();
    }

    static List<Double> list(double[] values) {
        // Not Stream.toList of boxed NaN: JSON has null for them.
        return java.util.Collections.unmodifiableList(new java.util.ArrayList<>(
                Arrays.asList(Arrays.stream(values).mapToObj(ResultFields::finite).toArray(Double[]::new))));
    }
}
