/**
 * Whether an explanation can be believed on the network at hand.
 *
 * <ul>
 * <li>{@link org.engram.nn.explanation.validation.SanityCheck}: does the map change when the network forgets what it
 * learnt, or was taught nonsense?
 * <li>{@link org.engram.nn.explanation.validation.MethodComparison}: does a method find sources that are known?
 * <li>{@link org.engram.nn.explanation.validation.NullTest}: is what the map shows more than what a network without
 * knowledge shows? Without a registered null nothing is called significant.
 * <li>{@link org.engram.nn.explanation.validation.Stability}: do refits on resampled data give the same map?
 * </ul>
 *
 * <pre>{@code
 * SanityResult check = SanityCheck.builder().build().weights(network, SmoothGrad.builder().build(), scan, target);
 * check.banner().ifPresent(System.err::println);
 * }</pre>
 */
package org.engram.nn.explanation.validation;
