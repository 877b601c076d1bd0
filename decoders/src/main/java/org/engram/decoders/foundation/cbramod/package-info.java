/**
 * CBraMod: a transformer over one-second patches of scalp EEG in which half of the features attend across channels and
 * half across time, pre-trained to reconstruct masked patches.
 *
 * <p>Input: (batch, channel, second, 200 samples) at 200 Hz, band-passed 0.3-75 Hz, notch-filtered, in microvolts divided
 * by 100. Any number of channels and seconds; channels have no identity but their order, which the positional convolution
 * sees. Pre-training used FP1 FP2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T3 T4 T5 T6 FZ CZ PZ.
 *
 * <p>Output: {@link org.engram.decoders.foundation.cbramod.CbramodNetwork} (batch, channel, second, 200) reconstruction
 * and features of the same shape; {@link org.engram.decoders.foundation.cbramod.CbramodClassifier} (batch, class) logits.
 *
 * <p>Group normalisation in the patch embedding runs over all patches of a sample, so each patch's embedding depends on
 * all others, as in the reference. Departures: none known in the computation.
 *
 * <p>Weights: published with the authors' code (MIT) and as a port of braindecode (BSD-3); not distributed with Engram.
 * They were trained on the TUH EEG corpus, which contains the recordings of TUAB and TUEV: results on those are inflated.
 *
 * <pre>{@code
 * CbramodNetwork network = new CbramodNetwork(CbramodConfiguration.published());
 * NDArray features = network.apply(pass, new NDList(patches)).get(1);
 * }</pre>
 *
 * <h2>References</h2> Wang et al. (2025), CBraMod: a criss-cross brain foundation model for EEG decoding, ICLR.
 */
package org.engram.decoders.foundation.cbramod;
