package org.engram.decoders.classical;

/**
 * How a covariance is drawn towards a simpler one, (1 - a) S + a T, so that it can be inverted.
 *
 * @param kind where the amount comes from
 * @param amount a in 0..1 for {@link Kind#FIXED}, else NaN
 */
public record Shrinkage(Kind kind, double amount) {

    /** Where the amount comes from. */
    public enum Kind {
        /** No shrinkage; directions without variance are left out. */
        NONE,
        /** Estimated by Ledoit and Wolf 2004, on standardised features, class by class. */
        LEDOIT_WOLF,
        /** Given. */
        FIXED
    }

    /** Checks the range. */
    public Shrinkage {
        if (kind == Kind.FIXED && !(amount >= 0 && amount <= 1)) {
            throw new IllegalArgumentException("shrinkage is " + amount + ": give a number from 0 to 1");
        }
    }

    /** @return none: S as it is, inverted where it has variance */
    public static Shrinkage none() {
        return new Shrinkage(Kind.NONE, Double.NaN);
    }

    /** @return as much as the samples are too few, after Ledoit and Wolf */
    public static Shrinkage ledoitWolf() {
        return new Shrinkage(Kind.LEDOIT_WOLF, Double.NaN);
    }

    /**
     * @param amount 0 (the covariance as it is) to 1 (its mean variance times the identity)
     * @return that much; 0 is {@link #none()}
     */
    public static Shrinkage fixed(double amount) {
        return amount == 0 ? none() : new Shrinkage(Kind.FIXED, amount);
    }

    String phrase() {
        return switch (kind) {
            case NONE -> "no shrinkage";
            case LEDOIT_WOLF -> "Ledoit-Wolf shrinkage";
            case FIXED -> "shrinkage = " + Penalties.text(amount);
        };
    }
}
