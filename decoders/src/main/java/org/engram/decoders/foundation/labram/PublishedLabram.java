package org.engram.decoders.foundation.labram;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released LaBraM: the encoder for fine-tuning, the whole of its pre-training, and the tokenizer. */
public final class PublishedLabram implements PublishedNetworkProvider {
    private static final String FILE = "labram-base.pth";
    /** Normal or not; a user with other classes fills a classifier of their own. */
    private static final int CLASSES = 2;
    private static final int LAYERS = 12;
    private static final int CODES = 8192;
    private static final int CODE_SIZE = 64;

    /** The sizes of a tokenizer: layers of the encoder, codes, features of a code. */
    private record TokenizerSizes(int layers, int codes, int codeSize) {}

    @Override
    public List<PublishedNetwork> networks() {
        return List.of(
                PublishedNetwork
                        .of("labram-base", FILE, LabramConfiguration.base(CLASSES), LabramClassifier::new)
                        .part("encoder").keyMaps("labram").trainedByUser("^fc_norm\\.", "^head\\.").define(),
                PublishedNetwork
                        .of("labram-base", FILE, LabramConfiguration.base(CLASSES),
                                sizes -> new LabramMaskedModel(sizes, CODES))
                        .part("masked-model").keyMaps("labram-masked").define(),
                PublishedNetwork
                        .of("labram-tokenizer", "vqnsp.pth", new TokenizerSizes(LAYERS, CODES, CODE_SIZE),
                                sizes -> new LabramTokenizer(sizes.layers(), sizes.codes(), sizes.codeSize()))
                        .keyMaps("labram-tokenizer").define());
    }
}
