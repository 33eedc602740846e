import { buildApp } from './app';

const { HOST: host = '127.0.0.1', PORT: port = '8090', TWILIO_AUTH_TOKEN: token } = process.env;

async function main(): Promise<void> {
  if (!token) throw new Error('TWILIO_AUTH_TOKEN is not set. Set it to the auth token of the account.');
  const app = buildApp(token);
  console.log(`TwiML application: ${await app.listen({ host, port: Number(port) })}`);
  process.once('SIGTERM', () => void app.close());
  process.once('SIGINT', () => void app.close());
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
