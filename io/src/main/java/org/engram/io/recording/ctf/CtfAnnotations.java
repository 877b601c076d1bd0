package org.engram.io.recording.ctf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.engram.io.recording.Annotation;

/** Markers, bad trials and bad stretches of a folder. */
record CtfAnnotations(Path folder, double samplingRateHz, int samplesPerTrial, int preTriggerSamples) {
    private static final String NAME = "NAME:";

    List<Annotation> all() throws IOException {
        List<Annotation> all = new ArrayList<>();
        markers(all);
        badTrials(all);
        badSegments(all);
        return all;
    }

    private double trialSeconds() {
        return samplesPerTrial / samplingRateHz;
    }

    private void markers(List<Annotation> all) throws IOException {
        Path file = folder.resolve("MarkerFile.mrk");
        List<String> lines = CtfText.lines(file);
        String name = "";
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).equals(NAME)) {
                name = lines.get(i + 1);
            }
            if (!lines.get(i).startsWith("LIST OF SAMPLES:")) {
                continue;
            }
            for (i += 2; i < lines.size() && !lines.get(i).isEmpty() && isNumber(lines.get(i)); i++) {
                String[] words = lines.get(i).split("\\s+");
                if (words.length != 2) {
                    throw CtfText.error(file, i, lines.get(i), "trial and seconds");
                }
                double trial = CtfText.number(words[0], file, i);
                double seconds = CtfText.number(words[1], file, i);
                all.add(Annotation.of(seconds + trial * trialSeconds() + preTriggerSamples / samplingRateHz,
                        0, name));
            }
            i--;
        }
    }

    private static boolean isNumber(String line) {
        char first = line.charAt(0);
        return first == '+' || first == '-' || first == '.' || Character.isDigit(first);
    }

    private void badTrials(List<Annotation> all) throws IOException {
        Path file = folder.resolve("ClassFile.cls");
        List<String> lines = CtfText.lines(file);
        String name = "";
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).equals(NAME)) {
                name = lines.get(i + 1).toLowerCase(Locale.ROOT);
            }
            if (!lines.get(i).startsWith("LIST OF TRIALS:")) {
                continue;
            }
            for (i += 2; i < lines.size() && !lines.get(i).isEmpty() && isNumber(lines.get(i)); i++) {
                double trial = CtfText.number(lines.get(i), file, i);
                if (name.startsWith("bad")) {
                    all.add(Annotation.of(trial * trialSeconds(), trialSeconds(),
                            name.equals("bad") ? "bad_trial" : name));
                }
            }
            i--;
        }
    }

    private void badSegments(List<Annotation> all) throws IOException {
        Path file = folder.resolve("bad.segments");
        List<String> lines = CtfText.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()) {
                continue;
            }
            String[] words = lines.get(i).split("\\s+");
            if (words.length < 3) {
                throw CtfText.error(file, i, lines.get(i), "name, first and last second");
            }
            double from = CtfText.number(words[1], file, i);
            double to = CtfText.number(words[2], file, i);
            if (to < from) {
                throw CtfText.error(file, i, lines.get(i), "a stretch that does not end before it begins");
            }
            all.add(Annotation.of(from + preTriggerSamples / samplingRateHz, to - from, "bad_" + words[0]));
        }
    }
}
