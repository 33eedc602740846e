import { join } from 'node:path';
import { help, readOptions, UsageError, type Options } from './options';
import { measureRest } from './rest/measure';
import { report, type Results } from './report';
import { setStage } from './stage';
import { compareTurns } from './turns/compare';
import { countWebhooks } from './webhooks/count';

const EXAMPLES = join(process.cwd(), 'examples', 'flows');

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return;
  }
  const results = await measure(options, process.env['FLOWS_CORPUS'] ?? EXAMPLES);
  console.log(options.json ? JSON.stringify(results, null, 2) : report(results));
}

async function measure(options: Options, corpus: string): Promise<Results> {
  const progress = (text: string): void => {
    if (!options.json) console.error(text);
  };
  progress('Starting a server, a gateway and workers');
  const stage = await setStage();
  try {
    const measuring = async (): Promise<Results> => {
      const turns = await compareTurns(stage, options, progress);
      progress('Counting webhooks');
      const webhooks = await countWebhooks(stage, corpus);
      return { turns, webhooks, rest: await measureRest(stage, options, progress) };
    };
    return await Promise.race([measuring(), stage.failed]);
  } finally {
    await stage.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error);
  // What was under way goes on otherwise, with nobody there to answer.
  process.exit(1);
});
