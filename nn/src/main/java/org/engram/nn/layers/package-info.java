/** The parts networks are made of, and the base they all share. */
package org.engram.nn.layers;
