/**
 * Characters that may not stand in an XML 1.0 document in any form, not even as a reference
 * (https://www.w3.org/TR/xml/#charsets): most control characters, lone surrogates, U+FFFE and U+FFFF.
 */
export const ILLEGAL = '\\0-\\x08\\x0B\\f\\x0E-\\x1F\\p{Surrogate}\\uFFFE\\uFFFF';
