package org.engram.decoders.architectures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.engram.core.ShapeException;
import org.engram.nn.checkpoints.networks.ConfigurationRecord;

/** What the networks for EEG and MEG epochs share: they take (channel, time). */
abstract class EpochDesign<C extends Record> implements NetworkDesign<C> {
    @Override
    public final String takes() {
        return "(channel, time)";
    }

    @Override
    public final int[] inputShape(int[] sample, OptionalInt axes) {
        if (sample.length != 2 || axes.orElse(1) != 1) {
            throw new ShapeException(name() + " takes samples of shape (channel, time), but these have shape "
                    + NetworkDesign.words(sample)
                    + ": choose convolutional, resnet or vision-transformer for images and volumes");
        }
        return sample.clone();
    }

    @Override
    public final Set<String> fromData() {
        return Set.of("epochs");
    }

    @Override
    public final Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(
                ConfigurationRecord.toMap(sized(new int[] {22, 1125}, 2)));
        all.keySet().removeAll(fromData());
        return all;
    }
}
