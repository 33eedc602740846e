import { basename } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings';
import type { Imported } from '../store/import-flows';
import { FlowWatcher } from '../store/watch-flows';

interface Options {
  settings: Settings;
  client: Client;
  log: Logger;
}

/** Imports FLOWS_DIR now and on change; what is wrong with a file is logged, and its running revision goes on. */
export function importFolder({ settings, client, log }: Options): FlowWatcher | undefined {
  const { flowsDir: directory, accounts, taskQueue } = settings;
  const accountSid = accounts[0]?.sid;
  if (directory === undefined || accountSid === undefined) return undefined;
  const watcher = new FlowWatcher(
    { client, taskQueue, accountSid, directory },
    {
      imported: flow => report(flow, log),
      failed: error => log.error({ err: error, directory }, 'flows could not be imported'),
    },
  );
  void watcher.import();
  return watcher;
}

function report({ file, flowSid, name, revision, changed = false, problems }: Imported, log: Logger): void {
  for (const { message, property_path } of problems) {
    log.error(
      { file, flowSid, property_path },
      `flow not imported: ${basename(file)}, ${property_path}: ${message}`,
    );
  }
  if (changed) log.info({ file, flowSid, revision }, `flow published: ${name}`);
}
