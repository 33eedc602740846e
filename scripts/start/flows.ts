import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhoneBook } from '../../phone/book';
import type { Imported } from '../../store/import-flows';
import { cacheFolder } from '../cache-folder';

/** Where the sample flows expect the sample application. */
export const SAMPLE_APPLICATION = { host: '127.0.0.1', port: 8090 };
/** Numbers from a range that is kept free for fiction. */
const FIRST_NUMBER = 15551230001;

/**
 * The sample flows, for an application on the port given: where it is not the usual one, as copies.
 * @param samples folder of the sample flows
 * @param folder where the copies are kept
 */
export async function sampleFlows(samples: string, port: number, folder = cacheFolder()): Promise<string> {
  const { host, port: usual } = SAMPLE_APPLICATION;
  if (port === usual) return samples;
  const copies = join(folder, `flows-${port}`);
  await mkdir(copies, { recursive: true });
  for (const file of await readdir(samples)) {
    const text = await readFile(join(samples, file), 'utf8');
    await writeFile(join(copies, file), text.replaceAll(`//${host}:${usual}/`, `//${host}:${port}/`));
  }
  return copies;
}

/** Gives every flow that was imported a number, in the order of their files. */
export function assignNumbers(imported: readonly Imported[]): PhoneBook['numbers'] {
  const callable = imported.filter(({ problems }) => problems.length === 0);
  return Object.fromEntries(
    callable.map(({ flowSid, name }, at) => [`+${FIRST_NUMBER + at}`, { flowSid, name }]),
  );
}
