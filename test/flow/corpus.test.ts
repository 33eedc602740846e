import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startContext, type Context } from '../../flow/context';
import { loadDefinition, type Definition } from '../../flow/definition';
import { compileFlow } from '../../flow/graph';
import { isObject, type Json } from '../../flow/json';
import { renderTemplate } from '../../flow/liquid';

/** A folder of exported flows; without one there is nothing to read. */
const folder = process.env['FLOWS_CORPUS'];
const files = folder ? readdirSync(folder).filter(file => file.endsWith('.json')) : [];

(folder ? describe : describe.skip)('flows as people export them', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  describe.each(folder ? files : ['no folder'])('%s', file => {
    const load = (): Definition => {
      const json: unknown = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8'));
      return loadDefinition(json);
    };

    it('loads', () => {
      expect(load().states.length).toBeGreaterThan(0);
    });

    it('leads from its first widget to widgets that exist', () => {
      const definition = load();
      const graph = compileFlow(definition);
      expect(graph.state(graph.initial)?.type).toBe('trigger');
      const targets = definition.states.flatMap(({ transitions }) =>
        transitions.flatMap(({ next }) => next ?? []),
      );
      expect(targets.filter(name => !graph.state(name))).toEqual([]);
    });

    it('has templates that render', () => {
      const definition = load();
      const context = plausibleContext(definition);
      const failed = templates(definition)
        .map(template => ({ template, warning: renderTemplate(template, context).warning }))
        .filter(({ warning }) => warning !== undefined);
      expect(failed).toEqual([]);
    });
  });
});

function plausibleContext({ states }: Definition): Context {
  const context = startContext({
    executionSid: 'FN1',
    flowSid: 'FW1',
    trigger: 'incomingCall',
    params: { CallSid: 'CA1', From: '+15551230001', To: '+15551230002' },
  });
  for (const { name } of states) {
    context.widgets[name] = {
      Digits: '1',
      SpeechResult: 'Yes.',
      inbound: { Body: 'yes' },
      body: '{}',
      parsed: { records: [{ Id: '1' }] },
    };
  }
  return context;
}

function templates({ states }: Definition): string[] {
  return states.flatMap(({ properties, transitions }) => [
    ...texts(properties),
    ...transitions.flatMap(({ conditions }) =>
      (conditions ?? []).flatMap(condition => [...condition.arguments, condition.value]),
    ),
  ]);
}

function texts(json: Json): string[] {
  if (typeof json === 'string') return [json];
  if (Array.isArray(json)) return json.flatMap(texts);
  return isObject(json) ? Object.values(json).flatMap(texts) : [];
}
