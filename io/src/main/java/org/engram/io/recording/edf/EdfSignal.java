package org.engram.io.recording.edf;

/**
 * One signal as the header describes it.
 *
 * @param label its name
 * @param transducer kind of electrode
 * @param dimension unit of the physical range
 * @param physicalMin physical value of {@code digitalMin}
 * @param physicalMax physical value of {@code digitalMax}
 * @param digitalMin lowest stored number
 * @param digitalMax highest stored number
 * @param prefilter filters in words, "HP:0.1Hz LP:75Hz"
 * @param samples samples in a record
 * @param offset first byte within a record
 */
record EdfSignal(String label, String transducer, String dimension, double physicalMin, double physicalMax,
        double digitalMin, double digitalMax, String prefilter, int samples, long offset) {
    boolean isAnnotations() { return label.equals("EDF Annotations") || label.equals("BDF Annotations"); }

    /** Whether both ranges say something; if not, samples stay the numbers that are stored. */
    boolean hasRange() {
        return digitalMin != digitalMax && physicalMin != physicalMax;
    }

    double gain() {
        return (physicalMax - physicalMin) / (digitalMax - digitalMin);
    }

    double shift() {
        return physicalMin - digitalMin * gain();
    }
}
