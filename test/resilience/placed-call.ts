import type { Params } from '../../flow/json';
import type { Exchange } from '../../phone/exchange/exchange';
import { newSid, standardParams, type CallStatus } from '../../phone/params';
import { ACCOUNT } from '../setup/engine';
import { postSigned, type Reply } from '../setup/post-signed';
import { until } from '../setup/until';

/** The webhooks of a call that an execution has placed, to be sent one by one. */
export class PlacedCall {
  private constructor(
    private readonly order: Params,
    readonly sid: string,
  ) {}

  /** The call that the exchange was asked for next: its telephone only rings. */
  static async next(exchange: Exchange): Promise<PlacedCall> {
    const known = exchange.calls.length;
    let order: Params | undefined;
    exchange.fault = ({ method, path, params }) => {
      if (method === 'POST' && path.endsWith('/Calls.json')) order ??= params;
      return undefined;
    };
    await until(() => Promise.resolve(exchange.calls.length > known));
    return new PlacedCall(order ?? {}, exchange.calls[known]?.sid ?? '');
  }

  /** Another call that the same order has brought about. */
  besides(): PlacedCall {
    return new PlacedCall(this.order, newSid('CA'));
  }

  /** The first request of the call. */
  answered(params: Params = {}, token?: string): Promise<Reply> {
    return this.send(this.order['Url'] ?? '', 'in-progress', params, token);
  }

  /** The status callback. */
  ended(status: CallStatus, token?: string): Promise<Reply> {
    const progress = { CallbackSource: 'call-progress-events', SequenceNumber: '0', CallDuration: '0' };
    return this.send(this.order['StatusCallback'] ?? '', status, progress, token);
  }

  send(url: string, status: CallStatus, params: Params = {}, token?: string): Promise<Reply> {
    const { From: from = '', To: to = '' } = this.order;
    const parties = { callSid: this.sid, accountSid: ACCOUNT, from, to, direction: 'outbound-api' as const };
    return postSigned(url, { ...standardParams(parties, status), ...params }, token);
  }
}
