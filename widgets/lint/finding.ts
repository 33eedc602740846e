import type { Problem } from '../problem';

/** Something in a valid definition that is most likely a mistake. */
export interface Finding extends Problem {
  severity: 'warning';
  /** A way out. */
  hint: string;
}

export function finding(property_path: string, message: string, hint: string): Finding {
  return { severity: 'warning', property_path, message, hint };
}
