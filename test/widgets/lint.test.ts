import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDefinition } from '../../flow/definition';
import type { JsonObject } from '../../flow/json';
import { lintDefinition } from '../../widgets/lint';
import { flowOf } from './flows';
import { cpuTime } from '../setup/cpu-time';

function state(
  name: string,
  type: string,
  properties: JsonObject,
  ways: Record<string, string> = {},
): JsonObject {
  const transitions = Object.entries(ways).map(([event, next]) => ({ event, ...(next && { next }) }));
  return { name, type, properties, transitions };
}

const say = (name: string, text: string) => state(name, 'say-play', { say: text }, { audioComplete: '' });

function lint(...states: JsonObject[]): string[] {
  return lintDefinition(loadDefinition(flowOf(...states))).map(
    ({ property_path, message, hint }) => `${property_path} ${message} - ${hint}`,
  );
}

/** A split on `input` with one condition about `argument`. */
function split(input: string, argument: string): JsonObject {
  const condition = { friendly_name: 'x', arguments: [argument], type: 'equal_to', value: '1' };
  return {
    ...{ name: 'split', type: 'split-based-on', properties: { input } },
    transitions: [
      { event: 'noMatch', next: 'end' },
      { event: 'match', next: 'end', conditions: [condition] },
    ],
  };
}

describe('a flow without mistakes', () => {
  it('has no findings', () => {
    expect(
      lint(
        state(
          'ask',
          'gather-input-on-call',
          { say: 'Key?' },
          { keypress: 'split', timeout: 'end', speech: '' },
        ),
        split('{{widgets.ask.Digits}}', '{{ widgets.ask.Digits }}'),
        say(
          'end',
          'Bye {{contact.channel.address}} {{ widgets["ask"].Digits }} {{widgets[flow.variables.x].y}}',
        ),
      ),
    ).toEqual([]);
  });
});

describe('a widget that no way leads to', () => {
  it('is found, with what only it leads to', () => {
    expect(
      lint(
        say('end', 'Bye'),
        state('lost', 'say-play', { say: 'x' }, { audioComplete: 'too' }),
        say('too', 'x'),
      ),
    ).toEqual([
      '#/states/2 no way leads from the trigger to "lost" - connect a transition to it, or delete it',
      '#/states/3 no way leads from the trigger to "too" - connect a transition to it, or delete it',
    ]);
  });
});

describe('an event that leads nowhere', () => {
  it('is found where it matters', () => {
    expect(
      lint(state('ask', 'gather-input-on-call', {}, { keypress: 'end', timeout: '' }), say('end', 'Bye')),
    ).toEqual([
      '#/states/1/transitions/1 the flow ends without a word when the caller says and presses nothing: ' +
        '"timeout" of "ask" leads nowhere - connect "timeout" to a widget, such as one that says what went wrong',
    ]);
  });

  it('is found where it has no transition at all', () => {
    const found = lint(
      state('get', 'make-http-request', { url: 'https://x.test' }, { success: 'end' }),
      say('end', 'Bye'),
    );
    expect(found).toEqual([
      expect.stringMatching(/^#\/states\/1\/transitions the flow ends .* "failed" of "get"/),
    ]);
  });

  it('is one event, however it is spelt', () => {
    const redirect = (ways: Record<string, string>) =>
      lint(
        state('go', 'add-twiml-redirect', { url: 'https://x.test' }, { return: 'end', ...ways }),
        say('end', 'Bye'),
      );
    expect(redirect({ failed: 'end' })).toEqual([]);
    expect(redirect({ fail: 'end' })).toEqual([]);
    expect(redirect({ fail: '' })).toEqual([expect.stringContaining('/transitions/1 ')]);
    expect(redirect({})).toHaveLength(1);
  });

  it('is no mistake where the flow is meant to end', () => {
    expect(
      lint(state('get', 'make-http-request', { url: 'https://x.test' }, { success: '', failed: '' })),
    ).toEqual([]);
  });
});

describe('a split', () => {
  it('tests what its input says', () => {
    expect(
      lint(say('ask', 'x'), split('{{widgets.ask.Digits}}', '{{widgets.ask.SpeechResult}}'), say('end', 'x')),
    ).toContain(
      "#/states/2/transitions/1/conditions/0/arguments/0 differs from the split's input, {{widgets.ask.Digits}}: " +
        'what is tested is {{widgets.ask.SpeechResult}} - write the same in both places',
    );
  });
});

describe('Liquid', () => {
  it('names widgets of the flow', () => {
    expect(lint(say('end', 'Hello {{widgets.nobody.Digits}} {% if widgets["End"].x %}x{% endif %}'))).toEqual(
      [
        '#/states/1/properties/say there is no widget "nobody": {{widgets.nobody…}} is empty - ' +
          'correct the name; capitals matter, too',
        '#/states/1/properties/say there is no widget "End": {{widgets.End…}} is empty - write "end"',
      ],
    );
  });

  it('is found deep in properties', () => {
    const variables = [{ key: 'a', value: '{{widgets.nobody.x}}' }];
    expect(lint(state('set', 'set-variables', { variables }))).toEqual([
      expect.stringContaining('#/states/1/properties/variables/0/value there is no widget "nobody"'),
    ]);
  });

  it('can be read', () => {
    expect(lint(say('end', '{% if x %}'))).toEqual([
      expect.stringContaining(
        '#/states/1/properties/say the Liquid cannot be read: tag {% if x %} not closed',
      ),
    ]);
  });
});

describe('a URL that leads back', () => {
  const back = 'https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1?FlowEvent=return';
  const set = (value: string) => lint(state('set', 'set-variables', { variables: [{ key: 'a', value }] }));

  it('is whole', () => {
    expect(set(`<Response><Redirect>${back}&amp;a=1</Redirect></Response>`)).toEqual([]);
    expect(set(`${back}&a=1`)).toEqual([]);
    expect(set('https://x.test/?a={{ "x?y?z" }}&b=1')).toEqual([]);
  });

  it('has &amp; in TwiML', () => {
    expect(set(`<Response><Redirect>${back}&a=1</Redirect></Response>`)).toEqual([
      expect.stringMatching(
        /variables\/0\/value https:.* has a bare "&".* - write &amp; in place of & in TwiML/,
      ),
    ]);
  });

  it('has one question mark', () => {
    expect(set(`${back}?a=1`)).toEqual([
      expect.stringMatching(/has two "\?".* - join further parameters with &/),
    ]);
  });
});

describe('a hostile flow', () => {
  const names = Array.from({ length: 900 }, (_, index) => `a${index}${'_'.repeat(200)}`);
  const references = Array.from({ length: 300 }, (_, index) => `{{widgets.b${index}.x}}`).join('');

  it.each([
    ['templates that do not end', ['{{'.repeat(200_000), '{%'.repeat(200_000)]],
    ['templates of widgets that are not there', Array<string>(20).fill(references)],
  ])('takes no longer than others of its size: %s', (_what, texts) => {
    const variables = texts.map(value => ({ key: 'a', value }));
    const states = [...names.map(name => say(name, 'x')), state('set', 'set-variables', { variables })];
    const flow = loadDefinition(flowOf(...states));
    const { result: findings, milliseconds } = cpuTime(() => lintDefinition(flow));
    expect(findings.length).toBeGreaterThan(names.length);
    // Generous: what is not linear takes far longer.
    expect(milliseconds).toBeLessThan(5000);
  });
});

const corpus = process.env['FLOWS_CORPUS'];
const files = corpus ? readdirSync(corpus).filter(file => file.endsWith('.json')) : [];

(corpus ? describe : describe.skip)('flows exported from hosted Studio', () => {
  it.each(files.length > 0 ? files : ['none'])('%s has findings that say where, why and what to do', file => {
    const flow = loadDefinition(JSON.parse(readFileSync(join(corpus ?? '', file), 'utf8')));
    const findings = lintDefinition(flow);
    expect(findings.length).toBeLessThan(flow.states.length);
    for (const found of findings) {
      expect(found).toEqual({
        severity: 'warning',
        property_path: expect.stringMatching(/^#\/states\/\d+/) as string,
        message: expect.stringMatching(/\S/) as string,
        hint: expect.stringMatching(/\S/) as string,
      });
    }
  });
});
