import { join, relative, resolve } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { readSettings, type Settings } from '../../config/settings';
import { importFlows, type Imported } from '../../store/import-flows';
import { progress } from '../bootstrap/progress';
import { freePort } from '../processes/free-port';
import { hasAccount, madeUpAccount } from './account';
import { banner } from './banner';
import type { Belongings } from './belongings';
import { startControl } from './control';
import { startExchange } from './exchange';
import { assignNumbers, SAMPLE_APPLICATION, sampleFlows } from './flows';
import { localUrl } from './local-url';
import { writePhoneBook } from './phone-book';
import { obtainTemporal } from './temporal';
import { untilPolled, untilReady } from './until-ready';

const LOCALHOST = '127.0.0.1';
/** dist/, which everything is compiled into. */
const COMPILED = join(__dirname, '..', '..');

/**
 * Starts Temporal, worker, gateway and the sample application, and says where they are.
 * @param given environment of the user
 */
export async function startEverything(
  given: NodeJS.ProcessEnv,
  fresh: boolean,
  belongings: Belongings,
): Promise<void> {
  const madeUp = !hasAccount(given);
  // A desk is not a server: unless told, nobody outside this machine can reach it.
  let env: NodeJS.ProcessEnv = { ...given, HOST: given['HOST'] || LOCALHOST, ...(madeUp && madeUpAccount()) };
  const { host, port: wanted, accounts, taskQueue, publicUrl, trustProxy } = readSettings(env);
  const account = accounts[0];
  if (!account) throw new Error('There is no account.');
  const { sid: accountSid } = account;
  const [authToken] = account.tokens;

  const callsHere = madeUp && !given['TWILIO_API_BASE_URL'];
  const exchange = callsHere ? await startExchange({ accountSid, authToken }, belongings) : undefined;
  const temporal = await obtainTemporal({ env, accountSid, fresh, belongings });
  const port = await freePort(wanted, host);
  const gateway = localUrl(host, port);
  const flowsDir = given['FLOWS_DIR'] || (await startSamples(authToken, belongings));
  env = { ...temporal.env, FLOWS_DIR: flowsDir, PORT: String(port) };
  // There a gateway takes nobody's word for its address.
  if (given['NODE_ENV'] === 'production' && !publicUrl && !trustProxy) env['PUBLIC_URL'] = gateway;
  if (exchange) env['TWILIO_API_BASE_URL'] = exchange.url;
  await startCompiled(belongings, 'worker', 'worker/main', { LOG_LEVEL: 'info', ...env });
  await startCompiled(belongings, 'gateway', 'gateway/main', { LOG_LEVEL: 'warn', ...env });

  const client = await connect(readSettings(env), belongings);
  const importing = importFlows({ client, taskQueue, accountSid, directory: flowsDir });
  const imported = await progress('Importing flows', importing);
  reportProblems(imported);
  await progress('Waiting for the gateway', untilReady(`${gateway}/readyz`));
  await progress('Waiting for the worker', untilPolled(client, taskQueue));

  const { close, ...control } = await startControl({ client, taskQueue, accountSid, authToken, exchange });
  await belongings.add(close);
  const numbers = assignNumbers(imported);
  const book = { gateway, accountSid, authToken, numbers, control, ...(exchange && { exchange: control }) };
  await belongings.add(writePhoneBook(book));
  const folder = relative('.', flowsDir) || '.';
  const exchangeUrl = exchange?.url;
  console.log(banner({ book, temporal, taskQueue, madeUp, flowsDir: folder, exchangeUrl }));
  belongings.settled();
}

/** @returns the folder of the sample flows, which lead to the application */
async function startSamples(authToken: string, belongings: Belongings): Promise<string> {
  const { host, port: usual } = SAMPLE_APPLICATION;
  const port = await freePort(usual, host);
  await startCompiled(belongings, 'application', 'examples/twiml-app/main', {
    PATH: process.env['PATH'],
    HOST: host,
    PORT: String(port),
    TWILIO_AUTH_TOKEN: authToken,
  });
  return sampleFlows(resolve(COMPILED, '..', 'examples', 'flows'), port);
}

function startCompiled(
  belongings: Belongings,
  name: string,
  entry: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  return belongings.start(name, { command: process.execPath, args: [join(COMPILED, `${entry}.js`)], env });
}

async function connect({ temporal }: Settings, belongings: Belongings): Promise<Client> {
  const connection = await Connection.connect(temporal.connectionOptions);
  await belongings.add(() => connection.close());
  return new Client({
    connection,
    ...(temporal.namespace !== undefined && { namespace: temporal.namespace }),
  });
}

function reportProblems(imported: readonly Imported[]): void {
  for (const { file, problems } of imported) {
    for (const { message, property_path } of problems) console.log(`${file}, ${property_path}: ${message}`);
  }
}
