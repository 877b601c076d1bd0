/** What networks compute with that DJL does not have, as differentiable functions on arrays. */
package org.engram.nn.operators;
