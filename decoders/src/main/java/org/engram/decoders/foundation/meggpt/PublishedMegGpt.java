package org.engram.decoders.foundation.meggpt;

import java.util.List;
import org.engram.nn.models.networks.PublishedNetwork;
import org.engram.nn.models.networks.PublishedNetworkProvider;

/** The released tokenizer and generator of MEG-GPT. */
public final class PublishedMegGpt implements PublishedNetworkProvider {
    private static final int TOKENS = 128;
    private static final int TAPS = 10;

    /** The sizes of a tokenizer: tokens, samples of the waveform of each. */
    private record TokenizerSizes(int tokens, int taps) {}

    @Override
    public List<PublishedNetwork> networks() {
        return List.of(
                PublishedNetwork
                        .of("meg-gpt-tokenizer", "tokenizer.pt", new TokenizerSizes(TOKENS, TAPS),
                                sizes -> new MegTokenizer(sizes.tokens(), sizes.taps()))
                        .define(),
                PublishedNetwork
                        .of("meg-gpt", "meg-gpt.pt", MegGptConfiguration.published(), MegGptNetwork::new)
                        .keyMaps("meg-gpt").define());
    }
}
