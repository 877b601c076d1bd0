package org.engram.nn.recurrent;

/**
 * The build of a recurrent network.
 *
 * @param inputs features in
 * @param units of each layer and direction
 * @param layers one above the other
 * @param bidirectional whether each layer also runs from the end to the start
 * @param biased whether there are biases
 * @param dropout between layers in training, 0 to below 1
 */
public record RecurrentOptions(long inputs, long units, int layers, boolean bidirectional, boolean biased,
        double dropout) {

    /** Checks the sizes. */
    public RecurrentOptions {
        if (inputs < 1 || units < 1 || layers < 1 || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "a recurrent network cannot have " + inputs + " inputs, " + units
                            + " units, " + layers + " layers and dropout " + dropout
                            + ": sizes are at least 1, dropout is at least 0 and below 1");
        }
    }

    /** @param inputs features in @param units of each layer @return one layer with biases that runs forwards */
    public static RecurrentOptions of(long inputs, long units) {
        return new RecurrentOptions(inputs, units, 1, false, true, 0);
    }

    /** @param count one above the other @return the same with so many layers */
    public RecurrentOptions layers(int count) {
        return new RecurrentOptions(inputs, units, count, bidirectional, biased, dropout);
    }

    /** @return the same, also run from the end to the start */
    public RecurrentOptions inBothDirections() {
        return new RecurrentOptions(inputs, units, layers, true, biased, dropout);
    }

    /** @return the same without biases */
    public RecurrentOptions unbiased() {
        return new RecurrentOptions(inputs, units, layers, bidirectional, false, dropout);
    }

    /** @param probability between layers @return the same with dropout */
    public RecurrentOptions dropout(double probability) {
        return new RecurrentOptions(inputs, units, layers, bidirectional, biased, probability);
    }

    int directions() {
        return bidirectional ? 2 : 1;
    }
}
