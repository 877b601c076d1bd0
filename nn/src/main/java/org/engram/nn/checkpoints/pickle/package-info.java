/**
 * Reads Python pickles as data and never as a program. A pickle is a list of instructions that may call any function of
 * the Python that reads it; here the only "functions" are the few in a {@link org.engram.nn.checkpoints.pickle.Vocabulary},
 * written in Java, which make tensors, numbers, strings, dictionaries, lists, tuples and sets. Every other name is an
 * inert {@link org.engram.nn.checkpoints.pickle.Global}, and calling it is refused by that name.
 *
 * <pre>{@code
 * Object vocabulary = new Unpickler(PickleInput.of(file, bytes), Vocabulary.plain(ForeignObjects.REFUSED)).read();
 * }</pre>
 */
package org.engram.nn.checkpoints.pickle;
