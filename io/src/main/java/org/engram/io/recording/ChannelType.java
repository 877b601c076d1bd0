package org.engram.io.recording;

import java.util.Locale;
import java.util.Optional;

/** What a channel measures, with the unit its samples have and the name BIDS gives it. */
public enum ChannelType {
    /** Electrode on the scalp. */
    EEG(Unit.VOLT, "EEG"),
    /** Electrode near the eyes. */
    EOG(Unit.VOLT, "EOG"),
    /** Electrode at the heart. */
    ECG(Unit.VOLT, "ECG"),
    /** Electrode on a muscle. */
    EMG(Unit.VOLT, "EMG"),
    /** Contact of a depth electrode. */
    SEEG(Unit.VOLT, "SEEG"),
    /** Contact on the surface of the cortex. */
    ECOG(Unit.VOLT, "ECOG"),
    /** Contact of a stimulating depth electrode. */
    DBS(Unit.VOLT, "DBS"),
    /** Magnetometer. */
    MAGNETOMETER(Unit.TESLA, "MEGMAG"),
    /** Planar gradiometer, in T/m. */
    PLANAR_GRADIOMETER(Unit.TESLA_PER_METRE, "MEGGRADPLANAR"),
    /** Axial gradiometer (CTF, KIT, 4D), in T as these systems give it. */
    AXIAL_GRADIOMETER(Unit.TESLA, "MEGGRADAXIAL"),
    /** Reference sensor away from the head. */
    REFERENCE_MEG(Unit.TESLA, "MEGREFMAG"),
    /** Trigger codes; whole numbers, never filtered or interpolated. */
    STIM(Unit.NONE, "TRIG"),
    /** Respiration. */
    RESPIRATION(Unit.NONE, "RESP"),
    /** Skin conductance. */
    GSR(Unit.SIEMENS, "GSR"),
    /** Temperature. */
    TEMPERATURE(Unit.DEGREE_CELSIUS, "TEMP"),
    /** Other biological signal (pulse, voice, gaze). */
    BIO(Unit.VOLT, "MISC"),
    /** State of the acquisition system, such as a clock or head position indicators. */
    SYSTEM(Unit.NONE, "SYSCLOCK"),
    /** Anything else. */
    MISC(Unit.NONE, "MISC");

    private final Unit unit;
    private final String bidsName;

    ChannelType(Unit unit, String bidsName) {
        this.unit = unit;
        this.bidsName = bidsName;
    }

    /** @return the unit its samples have, unless the channel says otherwise */
    public Unit defaultUnit() {
        return unit;
    }

    /** @return its name in a BIDS {@code channels.tsv} */
    public String bidsName() {
        return bidsName;
    }

    /** @return whether it measures the brain: EEG, sEEG, ECoG, DBS, magnetometer or gradiometer */
    public boolean isBrain() {
        return this == EEG || isIntracranial() || isMeg();
    }

    /** @return whether it lies inside the skull */
    public boolean isIntracranial() {
        return this == SEEG || this == ECOG || this == DBS;
    }

    /** @return whether it is a MEG sensor that looks at the head */
    public boolean isMeg() {
        return this == MAGNETOMETER || this == PLANAR_GRADIOMETER || this == AXIAL_GRADIOMETER;
    }

    /**
     * @param name a type as BIDS writes it, or the name of one of these constants, in any case
     * @return the type; empty when no such type is known
     */
    public static Optional<ChannelType> named(String name) {
        String upper = name.trim().toUpperCase(Locale.ROOT);
        for (ChannelType type : values()) {
            if (type.name().equals(upper) || type != BIO && type.bidsName.equals(upper)) {
                return Optional.of(type);
            }
        }
        return switch (upper) {
            case "HEOG", "VEOG" -> Optional.of(EOG);
            case "MEGREFGRADAXIAL", "MEGREFGRADPLANAR", "REF_MEG" -> Optional.of(REFERENCE_MEG);
            case "PPG" -> Optional.of(BIO);
            case "HLU", "FITERR" -> Optional.of(SYSTEM);
            case "REF", "EYEGAZE", "PUPIL", "ADC", "DAC", "AUDIO", "OTHER" -> Optional.of(MISC);
            case "MAG" -> Optional.of(MAGNETOMETER);
            case "GRAD" -> Optional.of(PLANAR_GRADIOMETER);
            default -> Optional.empty();
        };
    }
}
