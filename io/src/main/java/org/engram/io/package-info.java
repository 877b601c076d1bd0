/**
 * Files to typed data and back, one package per kind of data. Nothing is computed here, nothing is drawn.
 */
package org.engram.io;
