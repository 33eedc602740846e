import { newSid } from '../../phone/params';
import { heard, requests } from '../../phone/record';
import type { Element } from '../../twiml/element';
import { elements } from '../../twiml/elements';
import type { Definition, UrlKind } from '../../twiml/elements/definition';
import { parseTwiml } from '../../twiml/parse';
import { serialize } from '../../twiml/serialize';
import { ACCOUNT, Application } from '../phone/application';
import { Engine } from '../setup/engine';
import { flowOf, redirect, say } from './flows';

const FLOW = newSid('FW');
const HOSTED = `https://webhooks.twilio.com/v1/Accounts/${ACCOUNT}/Flows/${FLOW}`;
const flow = flowOf(
  redirect('app', { url: '{{trigger.call.Url}}' }, { return: 'back', fail: 'no' }),
  say('back', 'Back with {{widgets.app.word}}{{widgets.app.Digits}}.'),
  say('no', 'No application.'),
);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start({ flows: { [FLOW]: flow } });
});
afterAll(() => engine.close());

/** The document that the caller's first page becomes. */
async function firstPage(application: Application, path = '/'): Promise<Element> {
  let body: string | undefined;
  const call = engine.call(FLOW, ['hangup'], {
    parameters: { Url: application.url(path) },
    watch: happening => {
      if (happening.kind === 'request') body ??= happening.body;
    },
  });
  // The page holds everything, also what a phone cannot obey.
  await call.catch(() => undefined);
  return parseTwiml(body ?? '');
}

/** A place of TwiML that holds a URL, and what Twilio does with it. */
interface Place {
  name: string;
  /** null: its text. */
  attribute: string | null;
  kind: UrlKind;
}

const places: Place[] = [...elements.voice].flatMap(([name, { attributes, textUrl }]) => [
  ...(textUrl ? [{ name, attribute: null, kind: textUrl }] : []),
  ...Object.entries(attributes).flatMap(([attribute, type]) =>
    typeof type === 'object' && 'url' in type ? [{ name, attribute, kind: type.url }] : [],
  ),
]);

/** The element with the URL, and all that it must stand in. */
function documentOf({ name, attribute }: Place, url: string): string {
  const own = {
    name,
    attributes: attribute === null ? {} : { [attribute]: url },
    children: attribute === null ? [url] : [],
  };
  let element: Element = own;
  for (let parent = parentOf(name); parent !== 'Response'; parent = parentOf(parent)) {
    element = { name: parent, attributes: {}, children: [element] };
  }
  return serialize(element);
}

const parentOf = (name: string): string => (elements.voice.get(name) as Definition).parents[0]!;

function urlIn(element: Element, place: Place): string | undefined {
  const { name, attribute } = place;
  if (element.name === name) {
    return attribute === null
      ? element.children.filter(child => typeof child === 'string').join('')
      : element.attributes[attribute];
  }
  return element.children
    .map(child => (typeof child === 'string' ? undefined : urlIn(child, place)))
    .find(url => url !== undefined);
}

describe('a relative URL in a page of the application', () => {
  it('is known in some forty places', () => {
    expect(places.length).toBeGreaterThan(40);
    expect(new Set(places.map(({ kind }) => kind))).toEqual(
      new Set(['control', 'media', 'callback', 'websocket']),
    );
  });

  it.each(places.map(place => [`${place.name} ${place.attribute ?? 'text'}`, place] as const))(
    '%s',
    async (_, place) => {
      const application = await Application.start({ '/dir/page': documentOf(place, '../there?x=1&y=%20') });
      const url = urlIn(await firstPage(application, '/dir/page'), place);
      if (place.kind === 'control') {
        expect(url).toBe(`${engine.webhook(FLOW)}?FlowEvent=fetch&FlowStep=1&FlowTarget=0`);
      } else {
        const target = application.url('/there?x=1&y=%20');
        expect(url).toBe(place.kind === 'websocket' ? target.replace('http', 'ws') : target);
      }
    },
  );
});

describe('a page that goes on elsewhere', () => {
  it('is asked for relative to the page that named it, HTTP redirects followed', async () => {
    const application = await Application.start({
      '/': (_seen, response) => void response.writeHead(302, { location: '/a/b/page' }).end(),
      '/a/b/page': '<Redirect>../next</Redirect>',
      '/a/next': '<Gather action="digits"/>',
      '/a/digits': `<Redirect>${HOSTED}?FlowEvent=return&amp;word=here</Redirect>`,
    });
    const record = await engine.call(FLOW, ['1'], { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual(['Back with here.']);
  });

  it('comes back to itself where it says no URL', async () => {
    let asked = 0;
    const application = await Application.start({
      '/page': () =>
        asked++ === 0 ? '<Gather/>' : `<Redirect>${HOSTED}?FlowEvent=return&amp;word=twice</Redirect>`,
    });
    const record = await engine.call(FLOW, ['1'], { parameters: { Url: application.url('/page?x=1') } });
    expect(heard(record)).toEqual(['Back with twice.']);
    expect(application.seen.map(({ params }) => [params['x'], params['Digits']])).toEqual([
      ['1', undefined],
      ['1', '1'],
    ]);
  });

  it('comes back to itself as the application knows it, where it is asked by GET', async () => {
    const pages = ['<Gather method="GET"/>', '<Gather method="GET"/>', '<Hangup/>'];
    const application = await Application.start({ '/page': () => pages.shift() });
    const get = { url: application.url('/page?x=1'), method: 'GET' };
    const flow = await engine.flow(
      flowOf(redirect('app', get, { return: 'back', fail: 'back' }), say('back', 'Back.')),
    );
    await engine.call(flow, ['1', '2']);
    expect(application.seen.map(({ query }) => query.match(/CallStatus=[\w-]+|x=\d/g))).toEqual([
      ['x=1', 'CallStatus=ringing'],
      ['x=1', 'CallStatus=in-progress'],
      ['x=1', 'CallStatus=in-progress'],
    ]);
  });

  it('never tells Twilio, or takes from it, where to', async () => {
    const application = await Application.start({ '/': '<Gather action="/secret?key=hunter2"/>' });
    const record = await engine.call(FLOW, ['hangup'], { parameters: { Url: application.url() } });
    for (const { body } of requests(record)) expect(body).not.toContain('secret');
  });
});

describe("hosted Studio's host, built into the application, is ours", () => {
  it.each([
    ['in a redirect', [], `<Redirect>${HOSTED}?FlowEvent=return&amp;word=tea</Redirect>`, 'Back with tea.'],
    [
      'by GET',
      [],
      `<Redirect method="GET">${HOSTED}?FlowEvent=return&amp;word=tea</Redirect>`,
      'Back with tea.',
    ],
    ['in an action', ['42#'], `<Gather action="${HOSTED}?FlowEvent=return"/>`, 'Back with 42.'],
  ])('%s', async (_, answers, verbs, said) => {
    const application = await Application.start({ '/': verbs });
    const record = await engine.call(FLOW, answers, { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual([said]);
  });

  it('from the third page: gather, its action, redirect', async () => {
    const application = await Application.start({
      '/': '<Gather action="/digits"/>',
      '/digits': ({ params }) => `<Redirect>/third?d=${params['Digits']}</Redirect>`,
      '/third': ({ params }) => `<Redirect>${HOSTED}?FlowEvent=return&amp;word=${params['d']}</Redirect>`,
    });
    const record = await engine.call(FLOW, ['77#'], { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual(['Back with 77.']);
  });

  it('also where an HTTP redirect leads there', async () => {
    const application = await Application.start({
      '/': (_seen, response) =>
        void response.writeHead(302, { location: `${HOSTED}?FlowEvent=return&word=moved` }).end(),
    });
    const record = await engine.call(FLOW, [], { parameters: { Url: application.url() } });
    expect(heard(record)).toEqual(['Back with moved.']);
  });
});
