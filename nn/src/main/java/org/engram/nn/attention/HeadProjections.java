package org.engram.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.engram.nn.engine.Pass;

/** How tokens become queries, keys and values, (batch, token, head and feature) each. */
interface HeadProjections {
    /** Queries, keys and values of the same tokens. */
    NDList all(Pass pass, NDArray tokens);

    /** Queries. */
    NDArray query(Pass pass, NDArray tokens);

    /** Keys and values. */
    NDList memory(Pass pass, NDArray keys, NDArray values);
}
