package org.engram.decoders.foundation.meggpt;

import java.util.List;
import org.engram.core.ShapeException;

/**
 * The sizes of a MEG-GPT generator.
 *
 * @param channels of a recording
 * @param labels of the vocabulary, the reserved 0 included
 * @param sessions with an embedding of their own
 * @param features of an embedding
 * @param heads of the attention
 * @param hidden features inside the feed-forward networks
 * @param dropout probability
 * @param stages one for each layer; each reads what the one before gives
 */
public record MegGptConfiguration(int channels, int labels, int sessions, int features, int heads, int hidden,
        double dropout, List<PatchStage> stages) {
    /** Checks that the stages fit together. */
    public MegGptConfiguration {
        stages = List.copyOf(stages);
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).inputs() != stages.get(i - 1).outputs()) {
                throw new ShapeException("MEG-GPT layer " + i + " reads " + stages.get(i).inputs()
                        + " samples, but layer " + (i - 1) + " gives " + stages.get(i - 1).outputs());
            }
        }
    }

    /** @return 52 parcels, 66 labels, 621 sessions; 100 samples become 100, 80, 80, 64 and 16 */
    public static MegGptConfiguration published() {
        return new MegGptConfiguration(52, 66, 621, 256, 4, 1024, 0.2,
                List.of(new PatchStage(100, 1, 100, 8), new PatchStage(25, 4, 80, PatchStage.UNBANDED),
                        new PatchStage(20, 4, 80, PatchStage.UNBANDED),
                        new PatchStage(10, 8, 64, PatchStage.UNBANDED),
                        new PatchStage(8, 8, 16, PatchStage.UNBANDED)));
    }

    /** @param count of channels @param words labels @param recordings sessions @return the same for other data */
    public MegGptConfiguration withData(int count, int words, int recordings) {
        return new MegGptConfiguration(count, words, recordings, features, heads, hidden, dropout, stages);
    }

    /** @param size features @param inside feed-forward features @param layers stages @return the same with these */
    public MegGptConfiguration withLayers(int size, int inside, List<PatchStage> layers) {
        return new MegGptConfiguration(channels, labels, sessions, size, heads, inside, dropout, layers);
    }

    /** @return samples the generator reads */
    public int length() {
        return stages.get(0).inputs();
    }
}
