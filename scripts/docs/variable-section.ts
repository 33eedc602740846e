import type { TSchema } from '@sinclair/typebox';
import { settingsSchema } from '../../config/settings-schema';
import { code, table } from './table';

/** Every environment variable that is the engine's own. */
export function variableSection(): string {
  const rows = Object.entries<TSchema>(settingsSchema.properties).map(([name, schema]) => {
    const { description, expected } = schema as unknown as { description: string; expected: string };
    const fallback = schema.default === undefined ? '' : code(String(schema.default));
    return [code(name), fallback, description, expected];
  });
  return table(['Variable', 'Default', 'What it is for', 'Must be'], rows);
}
