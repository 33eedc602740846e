import { apply, innermost, type Change, type Frame } from '../../flow/changes';
import { startContext } from '../../flow/context';

function frames(...changes: Change[]): Frame[] {
  const context = startContext({
    executionSid: 'FN1',
    flowSid: 'FW1',
    trigger: 'incomingCall',
    params: { CallSid: 'CA1', From: '+1', To: '+2' },
  });
  const stack = [{ flowSid: 'FW1', revision: 1, widget: 'Trigger', context }];
  for (const change of changes) apply(stack, change);
  return stack;
}

const enter: Change = {
  kind: 'enter',
  flowSid: 'FW2',
  revision: 7,
  widget: 'Trigger',
  parent: { parameters: { language: 'en' } },
};

describe('widget', () => {
  it('is what the widget tells of itself', () => {
    const [frame] = frames({ kind: 'widget', widget: 'menu', output: { Digits: '1' } });
    expect(frame?.context.widgets).toEqual({ menu: { Digits: '1' } });
  });

  it('keeps what an earlier run told and this one does not', () => {
    const [frame] = frames(
      { kind: 'widget', widget: 'menu', output: { Digits: '1', CallStatus: 'ringing' } },
      { kind: 'widget', widget: 'menu', output: { SpeechResult: 'sales', CallStatus: 'in-progress' } },
    );
    expect(frame?.context.widgets['menu']).toEqual({
      Digits: '1',
      SpeechResult: 'sales',
      CallStatus: 'in-progress',
    });
  });

  it('leaves other widgets alone', () => {
    const [frame] = frames(
      { kind: 'widget', widget: 'a', output: { x: 1 } },
      { kind: 'widget', widget: 'b', output: { x: 2 } },
    );
    expect(frame?.context.widgets).toEqual({ a: { x: 1 }, b: { x: 2 } });
  });

  // https://www.twilio.com/docs/studio/widget-library/run-function, run multiple times
  it('merges parsed, and a response that is no JSON leaves it as it was', () => {
    const [frame] = frames(
      { kind: 'widget', widget: 'run', output: { status_code: 200, parsed: { foo: 'bar' } } },
      { kind: 'widget', widget: 'run', output: { status_code: 404, body: 'not found' } },
      { kind: 'widget', widget: 'run', output: { status_code: 201, parsed: { created: true } } },
    );
    expect(frame?.context.widgets['run']).toEqual({
      status_code: 201,
      body: 'not found',
      parsed: { foo: 'bar', created: true },
    });
  });

  it('merges only parsed, and only one level deep', () => {
    const [frame] = frames(
      { kind: 'widget', widget: 'run', output: { inbound: { a: 1 }, parsed: { deep: { a: 1 } } } },
      { kind: 'widget', widget: 'run', output: { inbound: { b: 2 }, parsed: { deep: { b: 2 } } } },
    );
    expect(frame?.context.widgets['run']).toEqual({ inbound: { b: 2 }, parsed: { deep: { b: 2 } } });
  });

  it('replaces parsed where it is no object', () => {
    const [frame] = frames(
      { kind: 'widget', widget: 'run', output: { parsed: { a: 1 } } },
      { kind: 'widget', widget: 'run', output: { parsed: null } },
      { kind: 'widget', widget: 'run', output: { parsed: { b: 2 } } },
    );
    expect(frame?.context.widgets['run']).toEqual({ parsed: { b: 2 } });
  });
});

describe('variables', () => {
  it('are merged into flow.variables', () => {
    const [frame] = frames(
      { kind: 'variables', variables: { a: '1', b: '1' } },
      { kind: 'variables', variables: { b: '2' } },
    );
    expect(frame?.context.flow.variables).toEqual({ a: '1', b: '2' });
  });
});

describe('flow', () => {
  it('is merged into flow', () => {
    const [frame] = frames({ kind: 'flow', flow: { add_ons: { x: 1 } } });
    expect(frame?.context.flow).toMatchObject({ sid: 'FN1', add_ons: { x: 1 } });
  });
});

describe('a subflow', () => {
  const before: Change[] = [
    { kind: 'variables', variables: { a: '1' } },
    { kind: 'widget', widget: 'menu', output: { Digits: '1' } },
  ];

  it('begins at its widget, in its revision', () => {
    expect(innermost(frames(...before, enter))).toMatchObject({
      flowSid: 'FW2',
      revision: 7,
      widget: 'Trigger',
    });
  });

  it('has widgets and variables of its own', () => {
    const { context } = innermost(frames(...before, enter));
    expect([context.widgets, context.flow.variables]).toEqual([{}, {}]);
  });

  it("knows its parent's trigger, and its parameters as trigger.parent", () => {
    expect(innermost(frames(...before, enter)).context.trigger).toEqual({
      call: { CallSid: 'CA1', From: '+1', To: '+2' },
      parent: { parameters: { language: 'en' } },
    });
  });

  it('shares the contact and the execution', () => {
    const [outer, inner] = frames(...before, enter);
    expect(inner?.context.contact).toEqual(outer?.context.contact);
    expect(inner?.context.flow.sid).toBe('FN1');
  });

  it('changes nothing of its parent', () => {
    const [outer] = frames(
      ...before,
      enter,
      { kind: 'variables', variables: { a: '2' } },
      { kind: 'widget', widget: 'menu', output: { Digits: '2' } },
      { kind: 'flow', flow: { data: { x: 1 } } },
    );
    expect(outer?.context).toEqual(frames(...before)[0]?.context);
  });

  it("tells its parents of the execution's channel and add-ons", () => {
    const lifted = { channel: { address: 'CH1', type: 'conversation' }, add_ons: { status: 'successful' } };
    const stack = frames(...before, enter, enter, { kind: 'flow', flow: { ...lifted, data: { x: 1 } } });
    expect(stack.map(({ context }) => context.flow)).toMatchObject([lifted, lifted, lifted]);
    expect(stack.map(({ context }) => context.flow['data'])).toEqual([undefined, undefined, { x: 1 }]);
  });

  it('is left for its parent', () => {
    const stack = frames(...before, enter, { kind: 'leave' });
    expect(stack).toEqual(frames(...before));
  });

  it('may have subflows', () => {
    const stack = frames(enter, { ...enter, flowSid: 'FW3', parent: { parameters: {} } });
    expect(stack.map(({ flowSid }) => flowSid)).toEqual(['FW1', 'FW2', 'FW3']);
    expect(innermost(stack).context.trigger['parent']).toEqual({ parameters: {} });
  });
});

it('there is no innermost frame of none', () => {
  expect(() => innermost([])).toThrow('an execution has at least one frame');
});

it('changes survive JSON: a replayed execution has the same context', () => {
  const changes: Change[] = [
    { kind: 'widget', widget: 'run', output: { parsed: { a: [1, null, 'x'] } } },
    enter,
    { kind: 'variables', variables: { a: '1' } },
  ];
  const replayed = JSON.parse(JSON.stringify(changes)) as Change[];
  expect(frames(...replayed)).toEqual(frames(...changes));
});
