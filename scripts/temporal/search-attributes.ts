import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import { searchAttributes } from '../../workflows/search-attributes';

/** gRPC's PERMISSION_DENIED and UNIMPLEMENTED. */
const FORBIDDEN = new Set<number>([7, 12]);

const keys = Object.values(searchAttributes);

/** The types as the `temporal` command names them, and as Temporal's API numbers them (IndexedValueType). */
const types = {
  [SearchAttributeType.KEYWORD]: { name: 'Keyword', number: 2 },
  [SearchAttributeType.INT]: { name: 'Int', number: 3 },
} as const;

/** Flags of `temporal server start-dev`. */
export function searchAttributeFlags(): string[] {
  return keys.flatMap(({ name, type }) => ['--search-attribute', `${name}=${types[type].name}`]);
}

/** Their types, as the operator service of a server takes them. */
export function searchAttributeTypes(among = keys): Record<string, number> {
  return Object.fromEntries(among.map(({ name, type }) => [name, types[type].number]));
}

/**
 * Registers those search attributes that the namespace lacks.
 * @throws Error that says how to do it by hand, where the server does not let this client
 */
export async function registerSearchAttributes(connection: Connection, namespace = 'default'): Promise<void> {
  const { operatorService } = connection;
  try {
    const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
    const missing = keys.filter(({ name }) => !(name in customAttributes));
    if (missing.length === 0) return;
    await operatorService.addSearchAttributes({ namespace, searchAttributes: searchAttributeTypes(missing) });
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const flags = keys.map(({ name, type }) => `--name ${name} --type ${types[type].name}`).join(' ');
    throw new Error(
      `The Temporal server does not let search attributes be registered from here. Register them once:\n` +
        `  temporal operator search-attribute create --namespace ${namespace} ${flags}`,
      { cause: error },
    );
  }
}

function isForbidden(error: unknown): boolean {
  return isGrpcServiceError(error) && FORBIDDEN.has(error.code);
}
