package org.engram.decoders.architectures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.engram.core.ShapeException;
import org.engram.nn.checkpoints.networks.ConfigurationRecord;

/** What networks over signals, images and volumes share: a channel axis, then the axes they run over. */
abstract class GridDesign<C extends Record> implements NetworkDesign<C> {
    private final int fewest;
    private final boolean epochs;

    /**
     * @param fewest axes it runs over
     * @param epochs whether two axes are (channel, time) unless a person says otherwise
     */
    GridDesign(int fewest, boolean epochs) {
        this.fewest = fewest;
        this.epochs = epochs;
    }

    @Override
    public final int[] inputShape(int[] sample, OptionalInt axes) {
        int usual = sample.length == 4 ? 3 : sample.length == 2 && epochs ? 1 : sample.length;
        int wanted = axes.orElse(usual);
        if (wanted < fewest || wanted > 3 || wanted != sample.length && wanted != sample.length - 1) {
            throw new ShapeException(name() + " runs over " + fewest
                    + " to 3 axes, before which a channel axis may stand, but the samples have shape "
                    + NetworkDesign.words(sample)
                    + (axes.isPresent() ? " and --axes is " + axes.getAsInt() : "")
                    + ": say with --axes how many of them are space or time, or choose another network");
        }
        if (wanted < sample.length) {
            return sample.clone();
        }
        int[] input = new int[sample.length + 1];
        input[0] = 1;
        System.arraycopy(sample, 0, input, 1, sample.length);
        return input;
    }

    @Override
    public final Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(
                ConfigurationRecord.toMap(sized(new int[] {1, 64, 64, 64}, 2)));
        all.keySet().removeAll(fromData());
        return all;
    }
}
