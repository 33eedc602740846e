import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readFlowFile, readFlowFiles, type FlowFile } from '../../store/flow-files';

/** Flows of files and folders, each once. @throws Error for a path that is not there */
export async function readFiles(paths: readonly string[], accountSid: string): Promise<FlowFile[]> {
  const files = new Map<string, FlowFile>();
  for (const path of paths) {
    const found = (await isFolder(path))
      ? await readFlowFiles(path, accountSid)
      : [await readFlowFile(path, accountSid)];
    for (const flow of found) files.set(resolve(flow.file), flow);
  }
  return [...files.values()];
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw new Error(`${path} cannot be read: there is no such file or folder.`, { cause: error });
  }
}
