import { warning } from '../flow/errors';
import type { Done } from './widget';

/** How a widget runs whose channel is not built yet: its failure transition is taken, and the step says why. */
export function unsupported(failure: string): () => Done {
  return () => ({ event: failure, warnings: [warning(81020)] });
}
