package org.engram.decoders.supervised;

import java.util.List;
import java.util.Optional;
import org.engram.core.Notice;
import org.engram.nn.training.TrainingResult;

/**
 * What training gave.
 *
 * @param configuration of the saved network
 * @param parameters how many numbers were learnt
 * @param partition which samples were learnt from
 * @param run how the training ended
 * @param evaluation on the held-out samples
 * @param truth the target of each held-out sample, as text
 * @param outputs for each held-out sample its probabilities, or its number
 * @param groups of the held-out samples, where there are any
 * @param notices what a person should know
 */
public record TrainedResult(DecoderConfiguration configuration, long parameters, Partition partition,
        TrainingResult run, Evaluation evaluation, List<String> truth, List<double[]> outputs,
        Optional<List<String>> groups, List<Notice> notices) {
    /** Copies the lists. */
    public TrainedResult {
        truth = List.copyOf(truth);
        outputs = List.copyOf(outputs);
        notices = List.copyOf(notices);
    }
}
