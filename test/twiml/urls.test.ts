import { element, type Element } from '../../twiml/element';
import { elements } from '../../twiml/elements';
import { parseTwiml } from '../../twiml/parse';
import { serialize } from '../../twiml/serialize';
import { absoluteUrl, mapUrls, type UrlPlace } from '../../twiml/urls';

describe('mapUrls', () => {
  it('gives every URL with its place, and puts in what comes back', () => {
    const [mapped, places] = run(`
      <Gather action="/menu" method="get" partialResultCallback="/partial"><Play>/beep.mp3</Play></Gather>
      <Dial action="/done" referUrl="/refer" recordingStatusCallback="/rec" recordingStatusCallbackMethod="GET">
        <Number url="/whisper" statusCallback="/leg">+15551234567</Number>
        <Conference waitUrl="/wait" waitMethod="GET" eventCallbackUrl="/event">room</Conference>
      </Dial>
      <Enqueue waitUrl="/hold" waitUrlMethod="GET">support</Enqueue>
      <Connect action="/over"><Stream url="wss://a.example/" statusCallback="/stream"/></Connect>
      <Start><Transcription statusCallbackUrl="/words" statusCallbackMethod="GET"/></Start>
      <Redirect method="GET"> /next#rc=2 </Redirect>`);
    expect(places).toEqual([
      '/menu: Gather@action control GET',
      '/partial: Gather@partialResultCallback callback null',
      '/beep.mp3: Play media null',
      '/done: Dial@action control null',
      '/refer: Dial@referUrl callback null',
      '/rec: Dial@recordingStatusCallback callback GET',
      '/whisper: Number@url callback null',
      '/leg: Number@statusCallback callback null',
      '/wait: Conference@waitUrl callback GET',
      '/event: Conference@eventCallbackUrl callback null',
      '/hold: Enqueue@waitUrl callback GET',
      '/over: Connect@action control null',
      'wss://a.example/: Stream@url websocket null',
      '/stream: Stream@statusCallback callback null',
      '/words: Transcription@statusCallbackUrl callback GET',
      '/next#rc=2: Redirect control GET',
    ]);
    expect(mapped).toBe(
      '<Response><Gather action="(/menu)" method="get" partialResultCallback="(/partial)">' +
        '<Play>(/beep.mp3)</Play></Gather>' +
        '<Dial action="(/done)" referUrl="(/refer)" recordingStatusCallback="(/rec)" recordingStatusCallbackMethod="GET">' +
        '<Number url="(/whisper)" statusCallback="(/leg)">+15551234567</Number>' +
        '<Conference waitUrl="(/wait)" waitMethod="GET" eventCallbackUrl="(/event)">room</Conference></Dial>' +
        '<Enqueue waitUrl="(/hold)" waitUrlMethod="GET">support</Enqueue>' +
        '<Connect action="(/over)"><Stream url="(wss://a.example/)" statusCallback="(/stream)"/></Connect>' +
        '<Start><Transcription statusCallbackUrl="(/words)" statusCallbackMethod="GET"/></Start>' +
        '<Redirect method="GET">(/next#rc=2)</Redirect></Response>',
    );
  });

  it('knows the URLs of messaging', () => {
    const [, places] = run(
      '<Message action="/sent" method="GET" statusCallback="/status"><Body>/not</Body><Media>/cat.png</Media></Message>',
    );
    expect(places).toEqual([
      '/sent: Message@action control GET',
      '/status: Message@statusCallback callback null',
      '/cat.png: Media media null',
    ]);
  });

  it.each([
    ['<Redirect/>', '<Redirect>()</Redirect>'],
    ['<Gather numDigits="1"/>', '<Gather numDigits="1" action="()"/>'],
    ['<Gather action=" "/>', '<Gather action="()"/>'],
    ['<Record/>', '<Record action="()"/>'],
  ])('gives the document its own URL where %s means it', (verb, mapped) => {
    expect(run(verb)[0]).toBe(`<Response>${mapped}</Response>`);
  });

  it.each([
    '<Dial>+15551234567</Dial>',
    '<Dial action="">+15551234567</Dial>',
    '<Enqueue waitUrl="">support</Enqueue>',
    '<Connect/>',
    '<Pay/>',
    '<Play digits="1"/>',
    '<Say>https://a.example/</Say>',
    '<Dial><Sip>sip:a@b.example</Sip></Dial>',
    '<Unheard-of action="/x">/y</Unheard-of>',
  ])('leaves %s alone', verb => {
    expect(run(verb)).toEqual([`<Response>${verb}</Response>`, []]);
  });

  it('leaves the tree that it was given as it is', () => {
    const root = parseTwiml('<Response><Gather><Play>/a</Play></Gather><Redirect/></Response>');
    const before = structuredClone(root);
    mapUrls(root, () => 'x');
    expect(root).toEqual(before);
  });

  const attributes = (['voice', 'messaging'] as const).flatMap(kind =>
    [...elements[kind]].flatMap(([name, definition]) =>
      Object.keys(definition.attributes).map(key => [name, key] as const),
    ),
  );
  const looksLikeUrl = attributes.filter(([, key]) => /(?:url|action|callback)$/i.test(key));

  it('finds many attributes that hold URLs', () => {
    expect(looksLikeUrl.length).toBeGreaterThan(40);
  });

  it.each(looksLikeUrl)('visits %s %s', (name, key) => {
    const seen: UrlPlace[] = [];
    const mapped = mapUrls(element(name, { [key]: '/here' }), (url, place) => {
      if (url === '/here') seen.push(place);
      return '/there';
    });
    expect(seen).toEqual([expect.objectContaining({ element: name, attribute: key })]);
    expect(mapped.attributes[key]).toBe('/there');
  });

  it('finds the method of every URL that has one', () => {
    const methods = attributes.filter(([, key]) => /method$/i.test(key) && key !== 'paymentMethod');
    for (const [name, key] of methods) {
      const urls = Object.fromEntries(
        looksLikeUrl.filter(([owner]) => owner === name).map(([, url]) => [url, '/x']),
      );
      const found: (string | null)[] = [];
      mapUrls(element(name, { ...urls, [key]: 'get' }, '/text'), (url, place) => {
        found.push(place.method);
        return url;
      });
      expect([name, key, found.filter(method => method === 'GET').length]).toEqual([name, key, 1]);
    }
  });

  it('visits nothing else', () => {
    for (const [name, key] of attributes.filter(([, other]) => !/(?:url|action|callback)$/i.test(other))) {
      const mapped = mapUrls(element(name, { [key]: '/here' }), () => '/there');
      expect(mapped.attributes[key]).toBe('/here');
    }
  });
});

describe('absoluteUrl', () => {
  const base = 'https://user:pw@app.example:8443/ivr/menu?step=1#rc=1';

  it.each([
    ['next', 'https://user:pw@app.example:8443/ivr/next'],
    ['/next?a=1&b=2', 'https://user:pw@app.example:8443/next?a=1&b=2'],
    ['?step=2', 'https://user:pw@app.example:8443/ivr/menu?step=2'],
    ['../x#rc=2&rp=5xx', 'https://user:pw@app.example:8443/x#rc=2&rp=5xx'],
    ['//other.example/x', 'https://other.example/x'],
    ['', 'https://user:pw@app.example:8443/ivr/menu?step=1'],
    ['  https://other.example  ', 'https://other.example'],
    ['https://other.example:443/a%2Bb?x=%20#rc=2', 'https://other.example:443/a%2Bb?x=%20#rc=2'],
    ['wss://other.example/media', 'wss://other.example/media'],
  ])('resolves %j', (url, absolute) => {
    expect(absoluteUrl(url, base)).toBe(absolute);
  });

  it.each([
    'https://',
    'http://a b/',
    'https://[::1',
    'http://x:99999/',
    'mailto:a@b.example',
    'javascript:alert(1)',
  ])('refuses %j', url => {
    expect(() => absoluteUrl(url, base)).toThrow(
      expect.objectContaining({ name: 'TwimlError', code: 11100 }) as Error,
    );
  });
});

function run(verbs: string): [mapped: string, places: string[]] {
  const places: string[] = [];
  const mapped: Element = mapUrls(parseTwiml(`<Response>${verbs}</Response>`), (url, place) => {
    const at = place.attribute === null ? place.element : `${place.element}@${place.attribute}`;
    places.push(`${url}: ${at} ${place.kind} ${String(place.method)}`);
    return `(${url})`;
  });
  return [serialize(mapped), places];
}
