import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBundle } from '../../worker/bundle';

/** The workflow bundle of the present sources: made once for all test files. */
export async function workflowBundle(): Promise<string> {
  const hash = createHash('sha256');
  for (const room of ['workflows', 'flow', 'widgets', 'activities']) {
    const folder = join(__dirname, '..', '..', room);
    for (const file of readdirSync(folder).filter(name => name.endsWith('.ts'))) {
      hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  const path = join(tmpdir(), `studio-engine-bundle-${hash.digest('hex').slice(0, 16)}.js`);
  if (!existsSync(path)) renameSync(await writeBundle(`${path}.${process.pid}`), path);
  return path;
}
