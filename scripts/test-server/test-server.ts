import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../bootstrap/command';
import { progress } from '../bootstrap/progress';
import { cacheFolder } from '../cache-folder';
import { startChild } from '../processes/child';
import { anyFreePort } from '../processes/free-port';
import { waitUntilServing } from '../temporal/serving';

const VERSION = '1.38.0';
const LONGEST_ARCHIVING = 60_000;

/**
 * Finds Temporal's time-skipping test server, or fetches it from Maven Central.
 * @param folder where it is kept
 * @returns the path of its executable
 * @throws Error that says what to install
 */
export async function findTestServer(folder = cacheFolder()): Promise<string> {
  await mustRun('java', '-version', 'a Java runtime (17 or later)');
  const kept = join(folder, `time-skipping-server-${VERSION}`);
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

const JAVA = '-cp "lib/*" io.temporal.testserver.TestServer';
/** The folder is moved after it is made, and an archive fits the class path as it was written: relative. */
const SCRIPT = `#!/bin/sh
cd "$(dirname "$0")" && exec java -XX:SharedArchiveFile=classes.jsa ${JAVA} "$@"
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
  await writeFile(join(folder, EXECUTABLE), SCRIPT);
  await chmod(join(folder, EXECUTABLE), 0o755);
  await archiveClasses(folder);
}

/**
 * Java starts the server in a third of the time, which the SDK waits for no longer than five seconds, where it has an
 * archive of the classes. It writes one when the server ends.
 */
async function archiveClasses(folder: string): Promise<void> {
  const port = await anyFreePort();
  const java = `cd "$0" && exec java -XX:ArchiveClassesAtExit=classes.jsa ${JAVA} ${port}`;
  const server = await startChild('test server', {
    command: 'sh',
    args: ['-c', java, folder],
    env: process.env,
  });
  try {
    await waitUntilServing({ connectionOptions: { address: `127.0.0.1:${port}` } });
  } finally {
    await server.stop(LONGEST_ARCHIVING);
  }
}
