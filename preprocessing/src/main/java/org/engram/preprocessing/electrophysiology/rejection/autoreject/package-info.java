/**
 * Rejection of epochs by limits found from the data themselves (M. Jas and others, NeuroImage 159, 2017), with every
 * candidate limit tried rather than some.
 *
 * <pre>{@code
 * double limit = GlobalRejection.DEFAULT.fit(epochs, ChannelType.EEG).threshold();
 * LocalRepair repair = LocalRejection.builder().seed(1).build().fit(epochs, sphere);
 * Epochs clean = repair.apply(epochs);
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.rejection.autoreject;
