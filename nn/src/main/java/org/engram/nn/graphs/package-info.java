/**
 * Networks on graphs of electrodes, regions or neurons. A graph is an edge list: int64 (2, edge), the first row the
 * node an edge comes from, the second the node it goes to; an undirected edge stands there twice. Parameters bear the
 * names of PyTorch Geometric.
 *
 * <p>Several graphs make one batch by stacking their nodes and shifting the numbers in their edge lists; {@link
 * org.engram.nn.graphs.GraphPooling} tells them apart again.
 */
package org.engram.nn.graphs;
