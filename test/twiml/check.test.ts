import { checkTwiml } from '../../twiml/check';
import { element } from '../../twiml/element';
import { elements } from '../../twiml/elements';
import { parseTwiml } from '../../twiml/parse';
import { officialDocuments } from './official';

const documents = officialDocuments().map(document => ({ ...document, root: parseTwiml(document.xml) }));

describe('checkTwiml', () => {
  it('finds nothing wrong with any document of the official typed API', () => {
    const complaints = documents.flatMap(({ xml, kind, root }) =>
      checkTwiml(root, kind).map(problem => ({ xml, ...problem })),
    );
    expect(complaints).toEqual([]);
  });

  it.each([
    ['<Gather timeout="5" finishOnKey=""><Say loop="0">Hi <break time="1s"/></Say></Gather>'],
    ['<Say voice="Polly.New-Neural" language="tlh">nuqneH</Say>'],
    ['<Dial callReason="Your parcel" record="true"><Client><Identity>ann</Identity></Client></Dial>'],
    ['<Play digits="ww1"/>'],
    ['<Redirect/>'],
    ['<Enqueue workflowSid="WW1"><Task>{}</Task></Enqueue>'],
    ['<Redirect method="get">/</Redirect>'],
  ])('accepts %s', xml => {
    expect(checkTwiml(parseTwiml(`<Response>${xml}</Response>`), 'voice')).toEqual([]);
  });

  it.each([
    ['<Speak>Hi</Speak>', 'warning', '/Response/Speak[1]', '<Speak> is not known'],
    ['<toString/>', 'warning', '/Response/toString[1]', '<toString> is not known'],
    ['<say>Hi</say>', 'warning', '/Response/say[1]', '<say> is not known'],
    ['<Message>Hi</Message>', 'warning', '/Response/Message[1]', '<Message> is not known'],
    [
      '<Say>Hi</Say><Number>+1</Number>',
      'warning',
      '/Response/Number[1]',
      '<Number> may not stand in <Response>, only in Dial',
    ],
    ['<Say>a<Pause/></Say>', 'warning', '/Response/Say[1]/Pause[1]', '<Pause> may not stand in <Say>'],
    ['<Say Voice="x">Hi</Say>', 'warning', '/Response/Say[1]/@Voice', '<Say> has no attribute Voice'],
    [
      '<Say toString="x">Hi</Say>',
      'warning',
      '/Response/Say[1]/@toString',
      '<Say> has no attribute toString',
    ],
    ['<Gather>Press 1</Gather>', 'warning', '/Response/Gather[1]', '<Gather> holds no text'],
    ['Hi', 'warning', '/Response', '<Response> holds no text'],
    ['<Pause/><Pause length="a"/>', 'error', '/Response/Pause[2]/@length', 'must be a whole number'],
    ['<Pause length="-1"/>', 'error', '/Response/Pause[1]/@length', 'must be a whole number'],
    ['<Record playBeep="yes"/>', 'error', '/Response/Record[1]/@playBeep', 'must be true or false'],
    ['<Gather method="PUT"/>', 'error', '/Response/Gather[1]/@method', 'must be GET or POST'],
    ['<Reject reason="tired"/>', 'error', '/Response/Reject[1]/@reason', 'must be one of rejected, busy'],
    ['<Gather input="dtmf voice"/>', 'error', '/Response/Gather[1]/@input', 'must be some of dtmf, speech'],
    [
      '<Pay><Prompt attempt="1 x"/></Pay>',
      'error',
      '/Response/Pay[1]/Prompt[1]/@attempt',
      'must be whole numbers',
    ],
    ['<Say/>', 'error', '/Response/Say[1]', '<Say> needs a text'],
    ['<Play/>', 'error', '/Response/Play[1]', '<Play> needs a text'],
    ['<Dial/>', 'error', '/Response/Dial[1]', '<Dial> needs a text'],
  ])('finds what is wrong in %s', (xml, severity, path, message) => {
    expect(checkTwiml(parseTwiml(`<Response>${xml}</Response>`), 'voice')).toEqual([
      { severity, path, message: expect.stringContaining(message) as string },
    ]);
  });

  it('refuses another root', () => {
    expect(checkTwiml(element('html'), 'voice')).toEqual([
      { severity: 'error', path: '/html', message: 'the root element must be <Response>' },
    ]);
  });

  it('tells voice from messaging', () => {
    const root = parseTwiml(
      '<Response><Message><Body>Hi</Body><Media>https://a.example/</Media></Message></Response>',
    );
    expect(checkTwiml(root, 'messaging')).toEqual([]);
    expect(checkTwiml(root, 'voice')).toHaveLength(1);
    expect(checkTwiml(parseTwiml('<Response><Say>Hi</Say></Response>'), 'messaging')).toHaveLength(1);
  });
});

describe('the table of elements', () => {
  /** Twilio obeys these, though the types of its library lack them: callReason always, Assistant of late. */
  const extra = /^Dial\/@callReason$|^Assistant\/|\/Assistant$/;

  it.each(['voice', 'messaging'] as const)(
    'knows the elements, places and attributes of %s, and no others',
    kind => {
      const official = new Set<string>();
      for (const { root, attribute } of documents.filter(document => document.kind === kind)) {
        const [inner, outer] = innermost(root);
        official.add(`${outer}/${inner}`);
        if (attribute !== null) official.add(`${inner}/@${attribute}`);
      }
      const ours = [...elements[kind]].flatMap(([name, { parents, attributes }]) => [
        ...parents.map(parent => `${parent}/${name}`),
        ...Object.keys(attributes).map(attribute => `${name}/@${attribute}`),
      ]);
      expect(ours.filter(entry => !extra.test(entry)).sort()).toEqual([...official].sort());
    },
  );
});

function innermost(root: ReturnType<typeof element>): [inner: string, outer: string] {
  let [inner, outer] = [root, root];
  for (;;) {
    const next = inner.children.findLast(child => typeof child !== 'string');
    if (!next) return [inner.name, outer.name];
    [inner, outer] = [next, inner];
  }
}
