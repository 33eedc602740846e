import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

/**
 * How Temporal is reached, from TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS… and
 * Temporal's own configuration file (https://docs.temporal.io/develop/environment-configuration).
 */
export function temporalConfig(env: NodeJS.ProcessEnv): ClientConnectConfig {
  const overrideEnvVars: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith('TEMPORAL_') && value !== undefined) overrideEnvVars[name] = value;
  }
  return loadClientConnectConfig({ overrideEnvVars });
}
