/** What is wrong with a definition, as Twilio's API reports it in `details.errors`. */
export interface Problem {
  message: string;
  /** JSON pointer into the definition, such as `#/states/3/properties/timeout`. */
  property_path: string;
}

/** First what concerns the whole flow, then its states in their order. */
export function inOrder<Found extends Problem>(problems: readonly Found[]): Found[] {
  return [...problems].sort((one, other) => stateOf(one) - stateOf(other));
}

function stateOf({ property_path }: Problem): number {
  return Number(/^#\/states\/(\d+)/.exec(property_path)?.[1] ?? -1);
}

/** A definition that must not be saved or run. */
export class ValidationError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    const [first] = problems;
    const further = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(first ? `${first.property_path} ${first.message}${further}` : 'invalid definition');
    this.name = 'ValidationError';
  }
}
