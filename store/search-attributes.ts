import { Connection, type ConnectionLike } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { searchAttributes } from '../workflows/search-attributes';

type Key = (typeof searchAttributes)[keyof typeof searchAttributes];

/** All that the engine needs. */
export const keys: readonly Key[] = Object.values(searchAttributes);

/** The types as the `temporal` command names them, and as Temporal's API numbers them (IndexedValueType). */
export const types = {
  [SearchAttributeType.KEYWORD]: { name: 'Keyword', number: 2 },
  [SearchAttributeType.INT]: { name: 'Int', number: 3 },
} as const;

const PATIENCE = 10_000;

/** Those that the namespace lacks. */
export async function missingSearchAttributes(
  { operatorService }: Pick<ConnectionLike, 'operatorService'>,
  namespace: string,
): Promise<readonly Key[]> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  return keys.filter(({ name }) => !(name in customAttributes));
}

/** What registers them, for somebody who may. */
export function registerCommand(namespace: string, missing: readonly Key[]): string {
  const flags = missing.map(({ name, type }) => `--name ${name} --type ${types[type].name}`);
  return ['temporal operator search-attribute create', `--namespace ${namespace}`, ...flags].join(' ');
}

/**
 * Looks once, and tells what the namespace lacks and how to mend it. Nothing is told where nobody may look, or
 * Temporal is away.
 */
export async function tellOfMissing(
  { connectionOptions, namespace = 'default' }: ClientConnectConfig,
  tell: (message: string) => void,
): Promise<void> {
  // One of its own, without retries: whoever starts may end before there is an answer.
  const connection = Connection.lazy({ ...connectionOptions, interceptors: [] });
  const looking = (): Promise<readonly Key[]> => missingSearchAttributes(connection, namespace);
  const missing = await connection.withDeadline(Date.now() + PATIENCE, looking).catch(() => []);
  await connection.close();
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  tell(
    `the Temporal namespace ${namespace} lacks the search attributes ${names}: no execution starts without them. ` +
      `Register them once: ${registerCommand(namespace, missing)}`,
  );
}
