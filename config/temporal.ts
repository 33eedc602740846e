import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

/** Temporal's library takes 1 and 0, too, and whatever else stands there for `false`. */
const SWITCH = new Set(['true', 'false', '1', '0']);

/**
 * How Temporal is reached, from TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS… and
 * Temporal's own configuration file (https://docs.temporal.io/develop/environment-configuration).
 */
export function temporalConfig(env: NodeJS.ProcessEnv): ClientConnectConfig {
  const overrideEnvVars: Record<string, string> = {};
  for (const [name, text] of Object.entries(env)) {
    const value = text?.trim();
    // To the library a variable that is empty is set: TEMPORAL_TLS would turn TLS off.
    if (name.startsWith('TEMPORAL_') && value) overrideEnvVars[name] = value;
  }
  const { TEMPORAL_TLS: tls } = overrideEnvVars;
  if (tls !== undefined && !SWITCH.has(tls)) {
    throw new Error(`TEMPORAL_TLS is "${tls}", which is not right: it must be true or false.`);
  }
  return loadClientConnectConfig({ overrideEnvVars });
}
