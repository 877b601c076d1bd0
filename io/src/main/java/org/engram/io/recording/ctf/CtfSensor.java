package org.engram.io.recording.ctf;

import java.io.IOException;
import org.engram.io.recording.header.BinaryCursor;

/**
 * One channel as the header describes it; places in metres, in the coordinates of the CTF device (EEG: of the CTF head).
 *
 * @param name its name with the suffix of the system
 * @param type what it is, as CTF numbers it
 * @param properGain gain of the sensor; its sign says which way the coil looks
 * @param quantumGain gain of the converter
 * @param order grade of the compensation that was applied
 * @param place of its first coil
 * @param normal of its first coil
 * @param second place of its second coil
 */
record CtfSensor(String name, int type, double properGain, double quantumGain, int order, double[] place,
        double[] normal, double[] second) {
    static final int RECORD_BYTES = 1328;
    static final int REFERENCE_MAGNETOMETER = 0;
    static final int REFERENCE_GRADIOMETER = 1;
    static final int MEG = 5;
    static final int EEG = 9;
    static final int STIM = 11;
    private static final int COIL_BYTES = 80;
    private static final double CENTIMETRE = 0.01;
    private static final double NOWHERE = 1e-6;

    static CtfSensor read(BinaryCursor cursor, String name) throws IOException {
        long start = cursor.position();
        int type = cursor.int16();
        double proper = cursor.skip(6).float64();
        double quantum = cursor.float64();
        cursor.skip(16 + 2);
        int order = cursor.int16();
        cursor.skip(4);
        long coils = cursor.position();
        double[] place = metres(cursor.float64s(3));
        double[] normal = cursor.skip(8).float64s(3);
        double[] second = metres(cursor.seek(coils + COIL_BYTES).float64s(3));
        cursor.seek(start + RECORD_BYTES);
        return new CtfSensor(name, type, proper, quantum, order, place, normal, second);
    }

    private static double[] metres(double[] centimetres) {
        for (int i = 0; i < 3; i++) {
            centimetres[i] *= CENTIMETRE;
        }
        return centimetres;
    }

    boolean isCoil() {
        return type == REFERENCE_MAGNETOMETER || type == REFERENCE_GRADIOMETER || type == MEG;
    }

    boolean isPlaced() { return square(place) >= NOWHERE && square(normal) >= NOWHERE; }

    double gain() {
        return 1 / (properGain * quantumGain);
    }

    /** What an electrode's place may be: at the origin, or no number, means that it was not measured. */
    boolean isElectrodePlaced() {
        return square(place) >= 1e-8;
    }

    private static double square(double[] a) {
        double sum = a[0] * a[0] + a[1] * a[1] + a[2] * a[2];
        return Double.isFinite(sum) ? sum : 0;
    }
}
