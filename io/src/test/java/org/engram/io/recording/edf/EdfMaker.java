package org.engram.io.recording.edf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes small EDF and BDF files field by field, sound or not. */
final class EdfMaker {
    String version = "0";
    String patient = "X X X X";
    String recording = "Startdate 02-MAR-2021 X X X";
    String date = "02.03.21";
    String time = "10.20.30";
    String reserved = "";
    String recordCount = "3";
    String duration = "1";
    int bytes = 2;
    final List<Signal> signals = new ArrayList<>();
    final List<byte[]> records = new ArrayList<>();

    record Signal(String label, String dimension, String physicalMin, String physicalMax, String digitalMin,
            String digitalMax, String prefilter, int samples) {}

    EdfMaker signal(String label, String dimension, int samples) {
        signals.add(new Signal(label, dimension, "-100", "300", "-1000", "1000", "HP:0,1Hz LP:75Hz N:50Hz",
                samples));
        return this;
    }

    EdfMaker signal(Signal signal) {
        signals.add(signal);
        return this;
    }

    EdfMaker annotations(int samples) {
        signals.add(new Signal("EDF Annotations", "", "-1", "1", "-32768", "32767", "", samples));
        return this;
    }

    /** One record: numbers for signals, text (with | for byte 20, ^ for 21, ~ for 0) for annotations. */
    EdfMaker record(Object... content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int s = 0; s < signals.size(); s++) {
            byte[] signal = new byte[signals.get(s).samples() * bytes];
            if (content[s] instanceof String text) {
                byte[] list = text.replace('|', '\u0014').replace('^', '\u0015').replace('~', '\0')
                        .getBytes(StandardCharsets.UTF_8);
                System.arraycopy(list, 0, signal, 0, list.length);
            } else {
                int[] numbers = (int[]) content[s];
                for (int i = 0; i < signal.length; i++) {
                    signal[i] = (byte) (numbers[i / bytes] >> 8 * (i % bytes));
                }
            }
            out.writeBytes(signal);
        }
        records.add(out.toByteArray());
        return this;
    }

    Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        field(out, version, 8);
        field(out, patient, 80);
        field(out, recording, 80);
        field(out, date, 8);
        field(out, time, 8);
        field(out, Integer.toString(256 * (signals.size() + 1)), 8);
        field(out, reserved, 44);
        field(out, recordCount, 8);
        field(out, duration, 8);
        field(out, Integer.toString(signals.size()), 4);
        column(out, Signal::label, 16);
        column(out, signal -> "", 80);
        column(out, Signal::dimension, 8);
        column(out, Signal::physicalMin, 8);
        column(out, Signal::physicalMax, 8);
        column(out, Signal::digitalMin, 8);
        column(out, Signal::digitalMax, 8);
        column(out, Signal::prefilter, 80);
        column(out, signal -> Integer.toString(signal.samples()), 8);
        column(out, signal -> "", 32);
        records.forEach(out::writeBytes);
        return Files.write(file, out.toByteArray());
    }

    private void column(ByteArrayOutputStream out, Function<Signal, String> value, int width) {
        signals.forEach(signal -> field(out, value.apply(signal), width));
    }

    private static void field(ByteArrayOutputStream out, String value, int width) {
        byte[] latin = value.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < width; i++) {
            out.write(i < latin.length ? latin[i] : ' ');
        }
    }
}
