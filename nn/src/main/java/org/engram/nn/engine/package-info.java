/** The PyTorch engine: its start, its devices, the life of arrays, and one run through a network. */
package org.engram.nn.engine;
