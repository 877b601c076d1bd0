package org.engram.decoders.foundation.duin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Sequence;

/**
 * Du-IN's tokeniser: segments become codes from which the signal can be reconstructed.
 *
 * <p>Inputs: (batch, 100 * segments, channel); int64 (batch) subjects. Results: int64 (batch, segment) codes; (batch, 100 *
 * segments, channel) reconstructed signal; the commitment (one number).
 */
public final class DuinTokenizer extends DuinBackbone {
    private static final int DECODER_LAYERS = 4;

    private final CodeBlock codes;
    private final Sequence decoder;
    private final SignalHead head;
    private final SubjectLayer subject;

    /** @param configuration sizes; labels are ignored */
    public DuinTokenizer(DuinConfiguration configuration) {
        super(configuration);
        codes = child("vq_block", new CodeBlock(configuration.codes()));
        decoder = child("decoder.1.xfmr_blocks", blocks(DECODER_LAYERS, configuration.dropout()));
        head = child("rgs_block", new SignalHead());
        subject = child("desubj_block.subj_layer", new SubjectLayer(SegmentTokenizer.CHANNELS,
                configuration.channels(), configuration.subjects()));
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        NDList coded = codes.apply(pass, new NDList(encoded(pass, tokens(pass, inputs))));
        NDArray decoded = decoder.apply(pass, timed(pass, coded.get(0)));
        NDArray signal = subject.apply(pass, new NDList(head.apply(pass, decoded), inputs.get(1))).get(0);
        return new NDList(coded.get(1), signal, coded.get(2));
    }
}
