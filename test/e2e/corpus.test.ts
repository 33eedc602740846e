import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDefinition, type Definition } from '../../flow/definition';
import type { JsonObject } from '../../flow/json';
import { newSid } from '../../phone/params';
import { requests } from '../../phone/record';
import { parseAnswer } from '../../phone/script';
import { checkTwiml } from '../../twiml/check';
import { parseTwiml } from '../../twiml/parse';
import { Engine } from '../setup/engine';
import { answer, startServer, type WebServer } from '../widgets/web-server';
import { beyondReach, branchesOf, written, type Branch } from './corpus/branches';
import { explore, type Decide } from './corpus/explore';
import { answersTo, outsideAnswersTo } from './corpus/options';
import { withHost } from './corpus/outside';

/** A folder of exported flows; without one there is nothing to call. */
const folder = process.env['FLOWS_CORPUS'];

interface Exported {
  file: string;
  sid: string;
  json: JsonObject;
  flow: Definition;
  /** Widgets that no call comes to, for the test's name. */
  beyond: string;
}

const flows: Exported[] = (folder ? readdirSync(folder) : [])
  .filter(file => file.endsWith('.json'))
  .map(file => {
    const json = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')) as JsonObject;
    const flow = loadDefinition(json);
    const beyond = beyondReach(flow)
      .map(widget => `; no call comes to ${widget}`)
      .join('');
    return { file, sid: newSid('FW'), json, flow, beyond };
  })
  .filter(({ flow }) =>
    flow.states.some(
      ({ type, transitions }) =>
        type === 'trigger' && transitions.some(({ event, next }) => event === 'incomingCall' && next),
    ),
  );

(folder ? describe : describe.skip)('calls to flows as people export them', () => {
  let engine: Engine;
  let outside: WebServer;
  /** What the outside answers in the call that is under way. */
  let askOutside: () => Promise<string>;

  beforeAll(async () => {
    outside = await startServer((_asked, response) => {
      void askOutside().then(
        body =>
          answer(response, body, body.startsWith('<') ? 'text/xml' : 'application/json', body ? 200 : 500),
        () => response.destroy(),
      );
    });
    engine = await Engine.start({
      flows: Object.fromEntries(flows.map(({ sid, json }) => [sid, withHost(outside.url, json)])),
    });
  });
  afterAll(async () => {
    await engine.close();
    await outside.close();
  });

  it('are there', () => {
    expect(flows.length).toBeGreaterThan(0);
  });

  it.each(flows)('$file, along every branch$beyond', async ({ sid, flow }) => {
    const taken = new Map<string, Branch>();
    await explore(async decide => {
      for (const branch of await call(sid, flow, decide)) taken.set(written(branch), branch);
    });
    const possible = new Set(branchesOf(flow).possible.map(written));
    expect([...possible].filter(branch => !taken.has(branch))).toEqual([]);
    // Events that nobody has drawn a transition for end the flow.
    const undrawn = [...taken].filter(([branch]) => !possible.has(branch)).map(([, branch]) => branch);
    expect(undrawn.filter(({ to }) => to !== null)).toEqual([]);
  });

  /** One call from start to end; tells the branches that it took. */
  async function call(sid: string, flow: Definition, decide: Decide): Promise<Branch[]> {
    const callSid = newSid('CA');
    const execution = engine.execution(sid, callSid).handle;
    const here = async () => {
      const steps = await execution.query<Branch[]>('steps');
      const state = flow.states.find(({ name }) => name === steps.at(-1)?.to);
      if (!state) throw new Error('the call is nowhere');
      return state;
    };
    askOutside = async () => {
      const state = await here();
      const body = decide(`outside of ${state.name}`, outsideAnswersTo(state, flow));
      if (body === 'error') return '';
      if (body === 'hangup') return '<Response><Hangup/></Response>';
      return body === 'return'
        ? `<Response><Redirect>${engine.webhook(sid)}?FlowEvent=return</Redirect></Response>`
        : body;
    };
    const record = await engine.call(sid, [], {
      callSid,
      answers: {
        async answer(question) {
          const { name } = await here();
          return parseAnswer(decide(name, answersTo(question, name, flow)));
        },
      },
    });
    expect(record.error).toBeUndefined();
    expect(record.happenings.filter(({ kind }) => kind === 'warning')).toEqual([]);
    for (const { body = '' } of requests(record, 'twiml')) {
      expect(checkTwiml(parseTwiml(body), 'voice')).toEqual([]);
    }
    // No execution is left open.
    expect((await execution.result()).reason).toMatch(/^(completed|hangup)$/);
    return execution.query<Branch[]>('steps');
  }
});
