/**
 * Networks of convolutions: U-Nets over two or three axes with every usual variant of blocks, skips, reduction and
 * expansion, and residual networks.
 */
package org.engram.nn.convolutional;
