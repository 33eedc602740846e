import type { ApiRequest } from '../../../phone/exchange/exchange';
import { freshNumber } from '../../../phone/fresh-number';
import { Thread } from '../../../phone/messages/thread';
import type { Happening } from '../../../phone/record';
import { messageWorkflowId } from '../../../workflows/contract';
import { ACCOUNT, NUMBER, TOKEN, type Engine, type Flow } from '../../setup/engine';
import { until } from '../../setup/until';

/** Somebody who writes to a flow and back to it. */
export class Writer {
  readonly number = freshNumber();
  /** What webhooks of numbers were asked, and have answered. */
  readonly happenings: Happening[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly flow: Flow,
  ) {}

  /** Resolves when it has been answered, be it with nothing. */
  async write(body: string, addressee: { to: string; messagingServiceSid?: string } = { to: NUMBER }) {
    const thread = new Thread({
      url: this.flow.url,
      accountSid: ACCOUNT,
      authToken: TOKEN,
      from: this.number,
      ...addressee,
      tell: happening => void this.happenings.push(happening),
    });
    try {
      await thread.send({ body, media: [] });
    } finally {
      await thread.close();
    }
  }

  /** Writes back to whoever has sent a message by this request. */
  async reply(body: string, { path, params }: ApiRequest): Promise<void> {
    const conversation = conversationOf(path);
    if (conversation !== undefined) {
      this.engine.exchange.say(conversation, this.number, body);
      return;
    }
    const { From = NUMBER, MessagingServiceSid: messagingServiceSid } = params;
    // An execution that was not started from there begins to listen when it waits.
    const address = messageWorkflowId(this.flow.sid, messagingServiceSid ?? From, this.number);
    const handle = this.engine.client.workflow.getHandle(address);
    await until(async () => (await handle.describe()).status.name === 'RUNNING');
    await this.write(body, { to: From, ...(messagingServiceSid !== undefined && { messagingServiceSid }) });
  }
}

/** SID of the conversation that a request is about. */
export function conversationOf(path: string): string | undefined {
  return /\/Conversations\/(CH\w+)\//.exec(path)?.[1];
}
