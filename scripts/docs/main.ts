import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from './documents';
import { fill } from './fill';

// Writes the generated sections of docs/: `node scripts/run.js scripts/docs/main`, from the project's folder.
for (const [name, sections] of documents()) {
  const path = join('docs', name);
  writeFileSync(path, fill(readFileSync(path, 'utf8'), sections));
}
