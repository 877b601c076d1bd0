/**
 * Dense linear algebra in double precision on OpenBLAS: the only package that touches the native library.
 */
package org.engram.compute.linalg;
