package org.engram.decoders.foundation.labram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.engram.nn.engine.Pass;
import org.engram.nn.layers.Activation;
import org.engram.nn.layers.Convolution;
import org.engram.nn.layers.Initialization;
import org.engram.nn.layers.Layer;
import org.engram.nn.layers.LayerNormalization;
import org.engram.nn.layers.Linear;
import org.engram.nn.layers.Sequence;
import org.engram.nn.layers.SimpleLayer;
import org.engram.nn.quantization.Quantized;
import org.engram.nn.quantization.VectorQuantizer;

/**
 * LaBraM's tokeniser: patches become codes from which the amplitudes and phases of their spectrum can be predicted.
 *
 * <p>Inputs: (batch, channel, patch, 200 samples); int64 (1 + channel) numbers. Results: int64 (batch, channel * patch)
 * codes; (batch, channel * patch, 200) standardised amplitudes; (batch, channel * patch, 200) standardised phases of the
 * full discrete Fourier transform; the commitment (one number), the mean square distance between unit vectors and codes.
 *
 * <p>Parameters as in the reference, the final norms under the name they have when the tokeniser makes targets ({@code
 * norm}; its own training calls them {@code fc_norm}).
 */
public final class LabramTokenizer extends Layer {
    private static final int FEATURES = 200;
    private static final int HEADS = 10;
    private static final int DECODER_LAYERS = 3;
    private static final double CODE_SHARE = 0.99;
    private static final int CLUSTER_ROUNDS = 10;

    private final Coder encoder;
    private final Coder decoder;
    private final VectorQuantizer codebook;
    private final Sequence toCode;
    private final Sequence toAmplitude;
    private final Sequence toPhase;

    /**
     * @param layers of the encoder; 12
     * @param codes in the codebook; 8192
     * @param codeSize features of a code; 64
     */
    public LabramTokenizer(int layers, int codes, int codeSize) {
        encoder = child("encoder",
                new Coder(new PatchConvolutions(FEATURES / PatchConvolutions.TIMES), layers));
        decoder = child("decoder", new Coder(new CodeProjection(codeSize), DECODER_LAYERS));
        codebook = child("quantize", VectorQuantizer.builder(codes, codeSize).cosine()
                .movingAverage(CODE_SHARE).clusteredStart(CLUSTER_ROUNDS).commitment(1).build());
        // Stored by the reference, which never reads them.
        buffer("quantize.embedding.cluster_size", Initialization.ZEROS, codes);
        buffer("quantize.embedding.embed_avg", Initialization.ZEROS, codes, codeSize);
        toCode = child("encode_task_layer", head(codeSize));
        toAmplitude = child("decode_task_layer", head(PatchConvolutions.SAMPLES));
        toPhase = child("decode_task_layer_angle", head(PatchConvolutions.SAMPLES));
    }

    /** @return of the sizes of the released tokeniser */
    public static LabramTokenizer released() {
        return new LabramTokenizer(12, 8192, 64);
    }

    @Override
    protected NDList compute(Pass pass, NDList inputs) {
        Shape shape = inputs.get(0).getShape();
        Quantized coded = codebook.quantize(pass, toCode.apply(pass, encoder.apply(pass, inputs).get(0)));
        NDArray map = coded.vectors().transpose(0, 2, 1)
                .reshape(shape.get(0), -1, shape.get(1), shape.get(2)); // (batch, feature, channel, patch)
        NDArray decoded = decoder.apply(pass, new NDList(map, inputs.get(1))).get(0);
        return new NDList(coded.codes(), toAmplitude.apply(pass, decoded), toPhase.apply(pass, decoded),
                coded.loss());
    }

    private static Sequence head(int outputs) {
        Initialization start = Initialization.truncatedNormal(0.02);
        return new Sequence(new Linear(FEATURES, FEATURES, true, start), Activation.TANH.layer(),
                new Linear(FEATURES, outputs, true, start));
    }

    /** Encoder or decoder: a backbone without branch scales. Inputs: what is embedded; channel numbers. */
    private static final class Coder extends LabramBackbone {
        private final SimpleLayer embedding;
        private final LayerNormalization norm;

        Coder(SimpleLayer embedding, int layers) {
            super(FEATURES);
            this.embedding = child("patch_embed", embedding);
            stack(FEATURES, layers, HEADS, 0, Form.TOKENIZER);
            norm = child("norm", new LayerNormalization(FEATURES, EPSILON));
        }

        @Override
        protected NDList compute(Pass pass, NDList inputs) {
            if (embedding instanceof PatchConvolutions) {
                require(inputs, 2);
            }
            NDArray embedded = embedding.apply(pass, inputs.get(0));
            NDArray tokens = transformed(pass, embedded, inputs.get(1), 0);
            return new NDList(patches(norm.apply(pass, tokens)));
        }
    }

    /** Codes on the plane of channels and patches to tokens. */
    private static final class CodeProjection extends SimpleLayer {
        private final Convolution projection;

        CodeProjection(int codeSize) {
            projection = child("proj", Convolution.builder(2, codeSize, FEATURES).build());
        }

        @Override
        protected NDArray compute(Pass pass, NDArray input) {
            NDArray x = projection.apply(pass, input);
            return x.reshape(x.getShape().get(0), FEATURES, -1).transpose(0, 2, 1);
        }
    }
}
