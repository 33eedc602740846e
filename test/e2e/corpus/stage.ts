import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Delivery, FaultOf, Leg, Message, PickUp } from '../../../phone/exchange/exchange';
import { Engine } from '../../setup/engine';
import type { Execution } from '../../setup/execution';
import { answer, startServer, type WebServer } from '../../widgets/web-server';
import type { Exported } from './exported';
import { withHost } from './outside';
import { untilItWaits } from './waiting';
import type { WebAnswer } from './web-answers';

/** Everybody whom an execution may meet with. */
export interface Met {
  /** A web service or an application is asked. */
  web(): Promise<WebAnswer>;
  /** Twilio's API is asked. */
  twilio: FaultOf;
  ring(leg: Leg): PickUp;
  message(message: Message): Delivery | undefined;
}

/** An engine and everything around it, for one execution at a time. */
export class Stage {
  /** Of the execution that is under way. */
  company: Met | undefined;

  private constructor(
    readonly engine: Engine,
    private readonly time: TestWorkflowEnvironment | undefined,
    private readonly outside: WebServer,
  ) {
    engine.exchange.fault = request => this.company?.twilio(request);
    engine.exchange.attach('*', {
      ring: leg => this.company?.ring(leg) ?? 'failed',
      message: message => this.company?.message(message),
    });
  }

  /** @param time where it can be put forward */
  static async set(flows: readonly Exported[], time?: TestWorkflowEnvironment): Promise<Stage> {
    const outside = await startServer((_asked, response) => {
      void stage.company?.web().then(({ body, type, status }) => answer(response, body, type, status));
    });
    const engine = await Engine.start({
      ...(time && { temporal: { address: time.address } }),
      flows: Object.fromEntries(flows.map(({ sid, json }) => [sid, withHost(outside.url, json)])),
    });
    const stage = new Stage(engine, time, outside);
    return stage;
  }

  /** Lets the time pass, where it can be put forward, until an execution goes on by itself. */
  async outwait(execution: Execution): Promise<void> {
    const seconds = await untilItWaits(execution);
    await this.time?.sleep(seconds * 1000);
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.outside.close();
    await this.time?.teardown();
  }
}
