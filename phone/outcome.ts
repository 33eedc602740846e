/** Who answers a call that rings, as answering machine detection tells them apart. */
const voices = ['human', 'machine', 'fax'] as const;
export type Voice = (typeof voices)[number];

/** What becomes of a call that rings: who answers it, or why nobody does. */
export const outcomes = [...voices, 'busy', 'no-answer', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

export function isVoice(outcome: Outcome): outcome is Voice {
  return voices.some(voice => voice === outcome);
}
