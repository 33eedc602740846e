import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { keys, missingSearchAttributes, registerCommand, types } from '../../store/search-attributes';

/** gRPC's PERMISSION_DENIED and UNIMPLEMENTED. */
const FORBIDDEN = new Set<number>([7, 12]);

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
  let missing = keys;
  try {
    missing = await missingSearchAttributes(connection, namespace);
    if (missing.length === 0) return;
    const searchAttributes = searchAttributeTypes(missing);
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    if (!isForbidden(error)) throw error;
    throw new Error(
      `The Temporal server does not let search attributes be registered from here. Register them once:\n` +
        `  ${registerCommand(namespace, missing)}`,
      { cause: error },
    );
  }
}

function isForbidden(error: unknown): boolean {
  return isGrpcServiceError(error) && FORBIDDEN.has(error.code);
}
