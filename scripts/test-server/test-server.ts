import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../bootstrap/command';
import { progress } from '../bootstrap/progress';
import { cacheFolder } from '../cache-folder';

const VERSION = '1.38.0';

/**
 * Finds Temporal's time-skipping test server, or fetches it from Maven Central.
 * @param folder where it is kept
 * @returns the path of its executable
 * @throws Error that says what to install
 */
export async function findTestServer(folder = cacheFolder()): Promise<string> {
  await mustRun('java', '-version', 'a Java runtime (17 or later)');
  const kept = join(folder, `temporal-test-server-${VERSION}`);
  if (!existsSync(kept)) {
    await mustRun('mvn', '--version', 'Maven');
    const workshop = await mkdtemp(join(folder, 'making-'));
    try {
      await progress('Fetching the time-skipping test server', fetch(workshop));
      // Moved when it is whole, so that whoever comes in between finds all or nothing.
      await rename(workshop, kept).catch((error: unknown) => {
        if (!existsSync(kept)) throw error;
      });
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  }
  return join(kept, EXECUTABLE);
}

async function mustRun(command: string, flag: string, what: string): Promise<void> {
  try {
    await run(command, [flag]);
  } catch (error) {
    throw new Error(`The time-skipping test server needs ${what}: \`${command}\` does not run.`, {
      cause: error,
    });
  }
}

const EXECUTABLE = 'test-server';

const WRAPPER = `#!/bin/sh
exec java -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

async function fetch(folder: string): Promise<void> {
  await writeFile(join(folder, 'pom.xml'), POM);
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'lib')}`];
  await run('mvn', ['--batch-mode', '-DincludeScope=runtime', ...goal], { cwd: folder });
  await writeFile(join(folder, EXECUTABLE), WRAPPER);
  await chmod(join(folder, EXECUTABLE), 0o755);
}
