package org.engram.io.recording.edf;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.engram.core.EngramException;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;

/**
 * How a channel is quantised: a symmetric range, so that zero stays zero, as narrow as eight characters allow; trigger
 * codes as they are.
 *
 * @param label at most 16 characters
 * @param dimension unit of the physical range
 * @param factor units of the range per SI unit
 * @param physicalMin text of the lower end of the range
 * @param physicalMax text of its upper end
 * @param digitalMin stored number of the lower end
 * @param digitalMax stored number of the upper end
 */
record WrittenSignal(String label, String dimension, double factor, String physicalMin, String physicalMax,
        int digitalMin, int digitalMax) {
    private static final int DIGITS = 7;

    /**
     * @param channel the channel
     * @param label its name in the file
     * @param lowest its lowest sample
     * @param highest its highest sample
     * @param bits 16 or 24
     * @throws EngramException if its trigger codes do not fit
     */
    static WrittenSignal of(Channel channel, String label, double lowest, double highest, int bits) {
        int top = (1 << bits - 1) - 1;
        if (channel.type() == ChannelType.STIM) {
            if (lowest < -top - 1 || highest > top) {
                throw new EngramException("trigger codes of " + channel.name() + " from " + lowest + " to "
                        + highest + " do not fit " + bits
                        + " bits: write a .bdf file, or a format without such limits");
            }
            return new WrittenSignal(label, "", 1, Integer.toString(-top - 1), Integer.toString(top),
                    -top - 1, top);
        }
        double factor = factor(channel);
        double largest = Math.max(Math.abs(lowest), Math.abs(highest)) * factor;
        String text = largest == 0 ? "1" : outward(largest);
        return new WrittenSignal(label, dimension(channel), factor, "-" + text, text, -top, top);
    }

    private static String dimension(Channel channel) {
        return switch (channel.unit()) {
            case VOLT -> "uV";
            case TESLA -> "fT";
            case TESLA_PER_METRE -> "fT/cm";
            case VOLT_PER_SQUARE_METRE -> "uV/m^2";
            case SIEMENS -> "uS";
            case DEGREE_CELSIUS -> "degC";
            case NONE -> "";
        };
    }

    private static double factor(Channel channel) {
        return switch (channel.unit()) {
            case VOLT, VOLT_PER_SQUARE_METRE, SIEMENS -> 1e6;
            case TESLA -> 1e15;
            case TESLA_PER_METRE -> 1e13;
            case DEGREE_CELSIUS, NONE -> 1;
        };
    }

    /** At least {@code value}, in seven characters; with an exponent only where digits do not do. */
    private static String outward(double value) {
        BigDecimal exact = new BigDecimal(value);
        int whole = Math.max(1, exact.precision() - exact.scale());
        if (whole <= DIGITS && value >= 0.01) {
            BigDecimal rounded = exact.setScale(Math.max(0, DIGITS - 1 - whole), RoundingMode.CEILING);
            String text = rounded.stripTrailingZeros().toPlainString();
            if (text.length() <= DIGITS) {
                return text;
            }
        }
        BigDecimal short3 = exact.round(new MathContext(2, RoundingMode.CEILING));
        int exponent = short3.precision() - short3.scale() - 1;
        return short3.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "E" + exponent;
    }

    /** Units of the range per stored unit. */
    private double gain() {
        return (Double.parseDouble(physicalMax) - Double.parseDouble(physicalMin))
                / ((double) digitalMax - digitalMin);
    }

    /** SI units per stored unit. */
    double step() {
        return gain() / factor;
    }

    void quantise(double[] samples, int from, int count, byte[] into, int at, int size) {
        double perUnit = factor / gain();
        for (int i = 0; i < count; i++) {
            double stored = Math.rint(samples[from + i] * perUnit);
            int value = (int) Math.max(digitalMin, Math.min(digitalMax, stored));
            int p = at + i * size;
            into[p] = (byte) value;
            into[p + 1] = (byte) (value >> 8);
            if (size == 3) {
                into[p + 2] = (byte) (value >> 16);
            }
        }
    }
}
