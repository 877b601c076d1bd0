/**
 * Networks whose units send spikes, learnt by gradients through a smooth stand-in for the step at the threshold
 * (Neftci et al. 2019). Values become spikes by {@link org.engram.nn.spiking.SpikeEncoding}, pass {@link
 * org.engram.nn.spiking.LeakyIntegrateAndFire} units with linear layers or convolutions between them, and are read
 * out as rates: the mean of spikes over time.
 */
package org.engram.nn.spiking;
