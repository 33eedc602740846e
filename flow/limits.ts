/**
 * Where an execution, a template or a comparison is stopped. Hosted Studio's values where it documents one
 * (https://www.twilio.com/docs/studio/user-guide/studio-faq); the others are this engine's own, chosen so that
 * no flow that hosted Studio can run meets them.
 */
export const limits = {
  /** Steps of one execution, subflows included; then 81000. The worker's settings may say otherwise. */
  maxSteps: 1000,

  /** Times that the same widget runs in a row; then 81001. The worker's settings may say otherwise. */
  maxStreak: 10,

  /** Bytes of a TwiML document: Twilio reads no larger ones (https://www.twilio.com/docs/api/errors/11750). */
  documentBytes: 65_536,

  /**
   * Characters that one turn may add to the Execution Context. Temporal takes two million bytes, and a character
   * has up to three.
   */
  turnCharacters: 500_000,

  /**
   * Milliseconds that reading or rendering one template may take. A template takes well under one; the rest is
   * for a process that its container holds back for a moment.
   */
  templateMilliseconds: 250,

  /** Milliseconds that all templates with loops, and all regular expressions, of one turn may take together. */
  turnMilliseconds: 500,

  /** Characters of a template, and of what it renders: four of the largest TwiML documents. */
  templateCharacters: 262_144,

  /** What the filters and loops of one template may make, in characters and array elements together. */
  templateMemory: 4_000_000,

  /** Templates that stay parsed in memory; longer ones than `cachedTemplateCharacters` do not. */
  cachedTemplates: 2000,
  cachedTemplateCharacters: 16_384,

  /** Milliseconds that one regular expression may take; then it does not match. A split may have many of them. */
  regexMilliseconds: 100,

  /** Characters of a regular expression. */
  regexCharacters: 4096,
};
