import { join } from 'node:path';

/** Temporal's libraries take a file that is not there for an empty one. */
const NO_FILE = join(__dirname, 'none.toml');

/**
 * An environment in which Temporal's settings are those of a server on this machine (or none): what a user has
 * set up for another one, such as a namespace or an API key, must not reach it.
 */
export function localEnvironment(env: NodeJS.ProcessEnv, address?: string): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return {
    ...Object.fromEntries(others),
    TEMPORAL_CONFIG_FILE: NO_FILE,
    ...(address !== undefined && { TEMPORAL_ADDRESS: address }),
  };
}
