import { join } from 'node:path';
import { help, readOptions, UsageError, type Options, type Part } from './options';
import { measureRest } from './rest/measure';
import { turnLines, webhookLines } from './report';
import { restLines, type RestResults } from './rest/report';
import { setStage } from './stage';
import { compareTurns, type Measured } from './turns/compare';
import { countWebhooks, type WebhookCount } from './webhooks/count';

const EXAMPLES = join(process.cwd(), 'examples', 'flows');

interface Results {
  turns?: Measured[];
  webhooks?: WebhookCount;
  rest?: RestResults;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(help);
    return;
  }
  const results = await measure(options, process.env['FLOWS_CORPUS'] ?? EXAMPLES);
  if (options.json) console.log(JSON.stringify(results, null, 2));
}

async function measure(options: Options, corpus: string): Promise<Results> {
  const progress = (text: string): void => {
    if (!options.json) console.error(text);
  };
  const tell = (lines: string): void => {
    if (!options.json) console.log(`\n${lines}\n`);
  };
  progress('Starting a server, a gateway and workers');
  const stage = await setStage();
  const measured: { [part in Part]: () => Promise<Results> } = {
    turns: async () => {
      const turns = await compareTurns(stage, options, progress);
      tell(turnLines(turns));
      return { turns };
    },
    webhooks: async () => {
      progress('Counting webhooks');
      const webhooks = await countWebhooks(stage, corpus);
      tell(webhookLines(webhooks));
      return { webhooks };
    },
    rest: async () => {
      const rest = await measureRest(stage, options, progress);
      tell(restLines(rest));
      return { rest };
    },
  };
  try {
    const results: Results = {};
    for (const part of options.parts) {
      Object.assign(results, await Promise.race([measured[part](), stage.failed]));
    }
    return results;
  } finally {
    await stage.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error);
  // What was under way goes on otherwise, with nobody there to answer.
  process.exit(1);
});
