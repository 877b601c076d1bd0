/**
 * Networks that carry a state from one time step to the next. {@code new Gru(RecurrentOptions.of(52,
 * 128).inBothDirections())} reads (batch, time, 52) and gives (batch, time, 256) and the last state.
 */
package org.engram.nn.recurrent;
