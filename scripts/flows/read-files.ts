import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { isSid } from '../../config/accounts';
import { readFlowFile, readFlowFiles, type FlowFile } from '../../store/flow-files';

/** Flows of files and folders, each once. @throws Error for a path that is not there */
export async function readFiles(paths: readonly string[], accountSid: string): Promise<FlowFile[]> {
  const files = new Map<string, FlowFile>();
  for (const path of paths) {
    const found = (await isFolder(path))
      ? await readFlowFiles(path, ownerOf(path) ?? accountSid)
      : [await readFlowFile(path, ownerOf(dirname(path)) ?? accountSid)];
    for (const flow of found) files.set(resolve(flow.file), flow);
  }
  return [...files.values()];
}

/** The folder that would be FLOWS_DIR: the same flow may lie in several, such as one for each environment. */
export function placeOf({ file }: FlowFile): string {
  const folder = dirname(resolve(file));
  return ownerOf(folder) === undefined ? folder : dirname(folder);
}

/** The account that a folder is named by, as in FLOWS_DIR. */
function ownerOf(folder: string): string | undefined {
  const name = basename(resolve(folder));
  return isSid('AC', name) ? name : undefined;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw new Error(`${path} cannot be read: there is no such file or folder.`, { cause: error });
  }
}
