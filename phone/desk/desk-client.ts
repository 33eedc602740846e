import { createInterface } from 'node:readline';
import { Agent, type Dispatcher, request } from 'undici';
import type { Control } from '../book';
import type { CallOptions } from '../call/options';
import { PhoneError } from '../errors';
import type { Device } from '../exchange/device';
import { newSid } from '../params';
import type { CallRecord } from '../record';
import type { Announced } from '../messages/thread';
import type { Down, Incoming, Up, Written } from './protocol';
import { RemoteCall } from './remote-call';

/** What is at this end of the wire: a telephone. */
export interface AttachedDevice extends Pick<Device, 'realTime' | 'ring'> {
  /** @param earlier it came when no telephone had the number */
  message(message: Incoming, earlier: boolean): void;
  /** Nothing will ever come any more. */
  gone?(why: PhoneError): void;
}

type PlacedCall = Pick<CallOptions, 'url' | 'from' | 'to' | 'answers' | 'watch' | 'realTime' | 'signal'>;

type OfCall = Extract<Down, { callSid: string }>;

/** A telephone that is plugged in at the desk of a running engine. */
export class DeskClient {
  /** Nothing is heard for hours. */
  private readonly agent = new Agent({ bodyTimeout: 0 });
  private readonly calls = new Map<string, RemoteCall>();
  /** What it does reaches the desk in this order. */
  private sent: Promise<unknown> = Promise.resolve();
  private id = '';
  private wire: Dispatcher.ResponseData['body'] | undefined;
  private closed = false;

  private constructor(
    private readonly exchange: Control,
    private readonly device: AttachedDevice,
  ) {}

  /** @throws PhoneError where there is no desk */
  static async attach(
    exchange: Control,
    addresses: readonly string[],
    device: AttachedDevice,
  ): Promise<DeskClient> {
    const client = new DeskClient(exchange, device);
    await client.open(addresses);
    return client;
  }

  /** Has the exchange place a call. @throws PhoneError where the call has to be given up */
  async place({ url, from, to, realTime = false, signal, answers, watch }: PlacedCall): Promise<CallRecord> {
    const callSid = newSid('CA');
    const call = this.callOf(callSid);
    call.listen({ answers, watch });
    const hangUp = () => this.send({ do: 'hang up', callSid });
    this.send({ do: 'call', callSid, url, from, to, realTime });
    signal?.addEventListener('abort', hangUp);
    if (signal?.aborted) hangUp();
    return call.over.finally(() => signal?.removeEventListener('abort', hangUp));
  }

  /** Tells the exchange of a message to a number of Twilio's, before the number's webhook is asked. */
  async announce(message: Written): Promise<Announced> {
    const { statusCode, body } = await this.ask('POST', '/messages', message);
    if (statusCode !== 200) throw new PhoneError(`the desk does not take a message: ${await body.text()}`);
    return (await body.json()) as Announced;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.sent;
    this.wire?.destroy();
    await this.agent.destroy();
  }

  private async open(addresses: readonly string[]): Promise<void> {
    const query = new URLSearchParams(addresses.map((address): [string, string] => ['address', address]));
    query.set('realTime', String(this.device.realTime ?? false));
    const { statusCode, body } = await this.ask('GET', `/telephones?${query.toString()}`);
    if (statusCode !== 200)
      throw new PhoneError(`the desk at ${this.exchange.url} answers with ${statusCode}`);
    this.wire = body;
    const lines = createInterface({ input: body });
    // A wire that is cut is an error of both.
    for (const cut of [body, lines]) cut.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      lines.once('line', line => {
        const first = JSON.parse(line) as Down;
        if (first.kind === 'attached') this.id = first.id;
        lines.on('line', each => this.take(JSON.parse(each) as Exclude<Down, { kind: 'attached' }>));
        resolve();
      });
      body.once('close', () => this.giveUp('the engine has gone'));
      body.once('close', () => reject(new PhoneError(`the desk at ${this.exchange.url} has hung up`)));
    });
  }

  private take(down: Exclude<Down, { kind: 'attached' }>): void {
    if (down.kind === 'message') this.device.message(down.message, down.earlier ?? false);
    else this.takeOfCall(this.callOf(down.callSid), down);
  }

  private takeOfCall(call: RemoteCall, down: OfCall): void {
    switch (down.kind) {
      case 'ring':
        void this.ring(call, down);
        break;
      case 'rings no more':
        call.ringing.abort();
        break;
      case 'happening':
        call.tell(down.happening);
        break;
      case 'ask':
        void this.answer(call, down);
        break;
      case 'asks no more':
        call.asksNoMore(down.at);
        break;
      case 'over':
        call.finish(down.record);
        this.calls.delete(down.callSid);
        break;
      case 'failed':
        call.giveUp(new PhoneError(down.message));
        this.calls.delete(down.callSid);
    }
  }

  private async ring(
    call: RemoteCall,
    { callSid, from, to }: Extract<Down, { kind: 'ring' }>,
  ): Promise<void> {
    const hangUp = () => this.send({ do: 'hang up', callSid });
    const leg = { callSid, from, to, signal: call.ringing.signal, over: call.over, hangUp };
    const pickUp = (await this.device.ring?.(leg)) ?? 'no-answer';
    if (typeof pickUp !== 'string') call.listen(pickUp);
    this.send({ do: 'pick up', callSid, how: typeof pickUp === 'string' ? pickUp : pickUp.as });
  }

  private async answer(
    call: RemoteCall,
    { callSid, at, question }: Extract<Down, { kind: 'ask' }>,
  ): Promise<void> {
    const answer = await call.ask(at, question);
    if (answer) this.send({ do: 'answer', callSid, at, answer });
  }

  private callOf(callSid: string): RemoteCall {
    const call = this.calls.get(callSid) ?? new RemoteCall();
    this.calls.set(callSid, call);
    return call;
  }

  private send(up: Up): void {
    this.sent = this.sent
      .then(() => this.ask('POST', `/telephones/${this.id}`, up))
      .then(async ({ statusCode, body }) => {
        const text = await body.text();
        if (statusCode >= 300) this.giveUp(`the desk does not take "${up.do}": ${text}`);
      })
      .catch((error: unknown) => this.giveUp(`the desk cannot be reached (${String(error)})`));
  }

  private giveUp(message: string): void {
    if (this.closed) return;
    const why = new PhoneError(message);
    for (const call of this.calls.values()) call.giveUp(why);
    this.calls.clear();
    this.device.gone?.(why);
  }

  private async ask(
    method: 'GET' | 'POST',
    path: string,
    body?: Up | Written,
  ): Promise<Dispatcher.ResponseData> {
    const { url, token } = this.exchange;
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    try {
      return await request(url + path, {
        dispatcher: this.agent,
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new PhoneError(
        `the desk at ${url} cannot be reached (${String(error)}); start the engine: npm start`,
      );
    }
  }
}
