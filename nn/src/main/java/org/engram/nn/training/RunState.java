package org.engram.nn.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Where a run stands: everything beside the arrays that going on exactly needs. */
final class RunState {
    long step;
    int epoch;
    /** Batches of this epoch already seen. */
    int batch;
    long updates;
    long skipped;
    double seconds;
    double lastLoss = Double.NaN;
    double epochLoss;
    long epochSamples;
    double best;
    long bestStep = -1;
    double stoppingBest;
    int withoutImprovement;
    long logBytes;
    boolean stopped;
    Map<String, Double> validation = new LinkedHashMap<>();

    Map<String, String> save() {
        Map<String, String> fields = new TreeMap<>();
        fields.put("step", Long.toString(step));
        fields.put("epoch", Integer.toString(epoch));
        fields.put("batch", Integer.toString(batch));
        fields.put("updates", Long.toString(updates));
        fields.put("skipped", Long.toString(skipped));
        fields.put("seconds", Double.toString(seconds));
        fields.put("lastLoss", Double.toString(lastLoss));
        fields.put("epochLoss", Double.toString(epochLoss));
        fields.put("epochSamples", Long.toString(epochSamples));
        fields.put("best", Double.toString(best));
        fields.put("bestStep", Long.toString(bestStep));
        fields.put("stoppingBest", Double.toString(stoppingBest));
        fields.put("withoutImprovement", Integer.toString(withoutImprovement));
        fields.put("logBytes", Long.toString(logBytes));
        fields.put("stopped", Boolean.toString(stopped));
        validation.forEach((name, value) -> fields.put("validation." + name, Double.toString(value)));
        return fields;
    }

    void load(Map<String, String> fields) {
        step = Long.parseLong(fields.get("step"));
        epoch = Integer.parseInt(fields.get("epoch"));
        batch = Integer.parseInt(fields.get("batch"));
        updates = Long.parseLong(fields.get("updates"));
        skipped = Long.parseLong(fields.get("skipped"));
        seconds = Double.parseDouble(fields.get("seconds"));
        lastLoss = Double.parseDouble(fields.get("lastLoss"));
        epochLoss = Double.parseDouble(fields.get("epochLoss"));
        epochSamples = Long.parseLong(fields.get("epochSamples"));
        best = Double.parseDouble(fields.get("best"));
        bestStep = Long.parseLong(fields.get("bestStep"));
        stoppingBest = Double.parseDouble(fields.get("stoppingBest"));
        withoutImprovement = Integer.parseInt(fields.get("withoutImprovement"));
        logBytes = Long.parseLong(fields.get("logBytes"));
        stopped = Boolean.parseBoolean(fields.get("stopped"));
        fields.forEach((name, value) -> {
            if (name.startsWith("validation.")) {
                validation.put(name.substring("validation.".length()), Double.parseDouble(value));
            }
        });
    }
}
