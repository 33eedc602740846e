import { readFile } from 'node:fs/promises';
import { request } from 'undici';
import type { Control } from '../book';
import { UsageError } from '../errors';

const TIMEOUT_MS = 30_000;

/** The answer of the control endpoint: a SID, or an error in the shape of Twilio's API. */
interface Imported {
  flowSid?: string;
  message?: string;
  details?: { errors?: { message: string; property_path: string }[] };
}

/**
 * Hands a flow file to the running engine, which checks and publishes it.
 * @returns the flow's SID
 * @throws UsageError that names every mistake in the file, one a line
 */
export async function importFlow(file: string, control: Control): Promise<string> {
  const definition = await readDefinition(file);
  const { status, answer } = await post(`${control.url.replace(/\/$/, '')}/flows`, control.token, definition);
  if (status < 300 && answer.flowSid) return answer.flowSid;
  const problems = (answer.details?.errors ?? []).map(
    ({ message, property_path }) => `\n  ${property_path}: ${message}`,
  );
  throw new UsageError(`${file} was refused: ${answer.message ?? `status ${status}`}${problems.join('')}`);
}

async function readDefinition(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    JSON.parse(text);
    return text;
  } catch (error) {
    const what = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new UsageError(`${file} ${what}: ${(error as Error).message}`);
  }
}

async function post(url: string, token: string, body: string): Promise<{ status: number; answer: Imported }> {
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.statusCode, answer: (await response.body.json()) as Imported };
  } catch (error) {
    throw new UsageError(`the engine takes no flows at ${url} (${String(error)}); start it: npm start`);
  }
}
