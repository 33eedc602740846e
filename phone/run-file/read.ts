import { readFile } from 'node:fs/promises';
import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { UsageError } from '../errors';
import { type Event, events, Head, type RunFile } from './schema';

/** @throws UsageError that names the file, the place and what is wrong there */
export async function readRunFile(path: string): Promise<RunFile> {
  const run = parsed(await textOf(path), path);
  const problem = problemIn(run);
  if (problem !== undefined) throw new UsageError(`${path} cannot be checked: ${problem}`);
  return run as RunFile;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${(error as Error).message}`);
  }
}

function problemIn(run: unknown): string | undefined {
  const problem = misfit(Head, run, '');
  if (problem !== undefined) return problem;
  const { does, to, flow, events: list } = run as RunFile;
  if (does !== 'receive' && (to === undefined) === (flow === undefined))
    return 'it needs either "to" or "flow"';
  return problemAmong(list, 'events', Object.keys(events));
}

function problemAmong(list: readonly unknown[], place: string, keys: readonly string[]): string | undefined {
  for (const [at, event] of list.entries()) {
    const here = `${place}[${at}]`;
    const key = keys.find(each => typeof event === 'object' && event !== null && each in event);
    if (key === undefined) return `${here}: an event has one of ${keys.join(', ')}`;
    const problem =
      misfit(events[key as keyof typeof events], event, here) ?? problemInCall(event as Event, here);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemInCall(event: Event, place: string): string | undefined {
  if (!('call' in event)) return undefined;
  return problemAmong(event.call, `${place}.call`, ['heard', 'played', 'asked', 'ended']);
}

function misfit(schema: TSchema, value: unknown, place: string): string | undefined {
  const error = Value.Errors(schema, value).First();
  if (!error) return undefined;
  const where = place + error.path.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.');
  return `${where.replace(/^\./, '') || 'the file'}: ${error.message}`;
}
