import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkerOptions } from '@temporalio/worker';

/** The bundle made by `npm run build`, beside the compiled code. */
const BUILT = join(__dirname, '..', 'workflow-bundle.js');

/** Writes the workflow bundle; run at build time, so that a worker starts without a compiler. */
export async function writeBundle(path: string = BUILT, workflows = workflowsPath()): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflows,
    logger: new DefaultLogger('WARN'),
    preloadModules: [require.resolve('../workflows/short-stack-traces')],
  });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code);
  return path;
}

/** Worker options for the workflow code: the bundle where there is one, else the sources. */
export function workflowCode(
  codePath: string = BUILT,
): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  return existsSync(codePath) ? { workflowBundle: { codePath } } : { workflowsPath: workflowsPath() };
}

function workflowsPath(): string {
  return require.resolve('../workflows');
}
