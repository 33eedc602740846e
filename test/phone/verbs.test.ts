import { heard } from '../../phone/record';
import { actionOf, Application, call, twiml } from './application';

describe('Say, Play and Pause', () => {
  test('say the text of SSML, in the voice they are given', async () => {
    const { record } = await actionOf(
      '<Say voice="Polly.Joanna" language="en-GB" loop="2">It is <emphasis>very</emphasis> late.</Say>',
    );
    expect(record.happenings).toContainEqual({
      kind: 'say',
      text: 'It is very late.',
      voice: 'Polly.Joanna',
      language: 'en-GB',
      loop: 2,
    });
  });

  test('play digits', async () => {
    const { record } = await actionOf('<Play digits="ww12"/>');
    expect(heard(record)).toEqual(['<ww12>']);
  });

  test('pause for a second unless told', async () => {
    const { record } = await actionOf('<Say>Hello</Say><Pause/>');
    expect(record.duration).toBe(1);
  });
});

describe('Gather', () => {
  const gather = (attributes: string) =>
    `<Gather action="/action" ${attributes}><Say>Press</Say></Gather><Say>Bye</Say>`;

  test.each([
    ['takes any number of digits', '', '123', { Digits: '123', FinishedOnKey: '' }],
    ['ends with #, which is not part of them', '', '123#', { Digits: '123', FinishedOnKey: '#' }],
    ['ends with the key it names', 'finishOnKey="*"', '12#*', { Digits: '12#', FinishedOnKey: '*' }],
    ['has no last key where it names none', 'finishOnKey=""', '12#', { Digits: '12#', FinishedOnKey: '' }],
    ['ends after so many digits', 'numDigits="1"', '4', { Digits: '4' }],
    [
      'takes speech where it says so',
      'input="dtmf speech" language="de-DE"',
      'say: guten Tag',
      { SpeechResult: 'guten Tag', Confidence: '0.9', Language: 'de-DE' },
    ],
  ])('%s', async (_what, attributes, answer, told) => {
    const { record, params } = await actionOf(gather(attributes), [answer]);
    expect(params).toMatchObject(told);
    expect(heard(record)).toEqual(['Press']);
  });

  test('without input the next verb follows, after the timeout', async () => {
    const { record, params } = await actionOf(gather(''));
    expect(heard(record)).toEqual(['Press', 'Bye']);
    expect(params).toBeUndefined();
    expect(record.duration).toBe(5);
  });

  test('the last key alone is no input', async () => {
    const { record } = await actionOf(gather(''), ['#']);
    expect(heard(record)).toEqual(['Press', 'Bye']);
  });

  test('tells an empty result where it is asked to', async () => {
    const { params } = await actionOf(gather('actionOnEmptyResult="true" input="dtmf speech"'));
    expect(params).toMatchObject({ Digits: '', SpeechResult: '' });
  });

  test('comes back to its own document without an action, by the method it names', async () => {
    const application = await Application.start({
      '/': '<Redirect>/menu?language=en</Redirect>',
      '/menu': ({ params }) => (params['Digits'] ? '<Hangup/>' : '<Gather method="GET"/>'),
    });
    await call(application, ['7']);
    const [first, second] = application.at('/menu');
    expect(first).toMatchObject({ method: 'POST' });
    expect(second).toMatchObject({ method: 'GET', params: { Digits: '7', language: 'en' }, signed: true });
  });

  test('a caller who hangs up is not told to the action', async () => {
    const { record, params } = await actionOf(gather('actionOnEmptyResult="true"'), ['hangup']);
    expect(params).toBeUndefined();
    expect(record.reason).toBe('caller-hung-up');
  });

  test.each([
    ['', 'say: yes', '<Gather> takes digits only'],
    ['input="speech"', '1', '<Gather> takes speech only'],
    ['numDigits="1"', '12', '<Gather> is over after 1 digits'],
    ['', '1#2', '<Gather> is over at the key #'],
    ['', 'dial: busy', '<Gather> takes dtmf'],
  ])('%s: the answer "%s" does not fit', async (attributes, answer, complaint) => {
    const misfit = actionOf(gather(attributes), [answer]);
    await expect(misfit).rejects.toThrow(complaint);
    await expect(misfit).rejects.toThrow(`"${answer}"`);
  });
});

describe('Record', () => {
  const voicemail = '<Record action="/action" recordingStatusCallback="/recorded"/><Say>Nobody?</Say>';

  test('tells the recording and how it ended', async () => {
    const { params, application, record } = await actionOf(voicemail, ['record: 5 #']);
    expect(params).toMatchObject({ RecordingDuration: '5', Digits: '#' });
    expect(params!['RecordingUrl']).toContain(`/Recordings/${params!['RecordingSid']!}`);
    expect(application.at('/recorded')[0]!.params).toMatchObject({
      RecordingStatus: 'completed',
      RecordingSource: 'RecordVerb',
      RecordingSid: params!['RecordingSid'],
    });
    expect(record.duration).toBe(5);
  });

  test('a caller who hangs up ends it with the digits "hangup", and nothing more is obeyed', async () => {
    const { params, record } = await actionOf(voicemail, ['record: 3 hangup']);
    expect(params).toMatchObject({ Digits: 'hangup', CallStatus: 'completed', RecordingDuration: '3' });
    expect(record.reason).toBe('caller-hung-up');
  });

  test('silence leads to the next verb', async () => {
    const { params, record } = await actionOf(voicemail, ['silence']);
    expect(params).toBeUndefined();
    expect(heard(record)).toEqual(['Nobody?']);
  });

  test('ends at its maximum length', async () => {
    const { params } = await actionOf('<Record action="/action" maxLength="4"/>', ['record: 60']);
    expect(params).toMatchObject({ RecordingDuration: '4', Digits: '' });
  });

  test('is transcribed', async () => {
    const { application } = await actionOf('<Record action="/action" transcribeCallback="/text"/>', [
      'say: please call me back tomorrow',
    ]);
    expect(application.at('/text')[0]!.params).toMatchObject({
      TranscriptionText: 'please call me back tomorrow',
      TranscriptionStatus: 'completed',
      CallStatus: 'in-progress',
    });
  });

  test('is not ended by a key that it does not know', async () => {
    const misfit = actionOf('<Record action="/action" finishOnKey="#"/>', ['record: 3 1']);
    await expect(misfit).rejects.toThrow('the key 1 does not end the <Record>, only # does');
  });
});

describe('Dial', () => {
  test.each(['busy', 'no-answer', 'failed', 'canceled'])('%s', async status => {
    const { params } = await actionOf('<Dial action="/action">+15550001111</Dial>', [`dial: ${status}`]);
    expect(params).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
    expect(params).not.toHaveProperty('DialCallDuration');
  });

  test('is answered, and recorded where it says so', async () => {
    const { params, record } = await actionOf(
      '<Dial action="/action" record="record-from-answer"><Number>+15550001111</Number><Client>bob</Client></Dial>',
      ['dial: completed DialCallDuration=30'],
    );
    expect(params).toMatchObject({
      DialCallStatus: 'completed',
      DialCallDuration: '30',
      RecordingDuration: '30',
    });
    expect(record.duration).toBe(30);
    expect(record.happenings).toContainEqual({
      kind: 'ask',
      question: { verb: 'Dial', to: 'Number +15550001111, Client bob' },
    });
  });

  test('nobody answers unless the script says so', async () => {
    const { params } = await actionOf('<Dial action="/action">+15550001111</Dial>');
    expect(params).toMatchObject({ DialCallStatus: 'no-answer' });
  });

  test.each(['Client', 'Sip', 'Queue', 'Sim'])('<%s>', async noun => {
    const { params } = await actionOf(`<Dial action="/action"><${noun}>sip:a@b.example</${noun}></Dial>`, [
      'dial: answered',
    ]);
    expect(params).toMatchObject({ DialCallStatus: 'answered' });
  });

  test('a conference has no leg of its own to tell of', async () => {
    const { params } = await actionOf('<Dial action="/action"><Conference>room</Conference></Dial>');
    expect(params).toMatchObject({ DialCallStatus: 'answered' });
    expect(params).not.toHaveProperty('DialCallSid');
  });

  test('without an action the next verb follows', async () => {
    const { record } = await actionOf('<Dial>+15550001111</Dial><Say>Bye</Say>', ['dial: completed']);
    expect(heard(record)).toEqual(['Bye']);
  });

  test('a caller who hangs up is told to the action', async () => {
    const { params, record } = await actionOf('<Dial action="/action">+15550001111</Dial>', ['hangup']);
    expect(params).toMatchObject({ CallStatus: 'completed', DialCallStatus: 'completed' });
    expect(record.reason).toBe('caller-hung-up');
  });

  test('with answerOnBridge the call rings until the other side answers', async () => {
    const { params, record } = await actionOf(
      '<Dial answerOnBridge="true" action="/action">+15550001111</Dial>',
      ['dial: busy'],
    );
    expect(params).toMatchObject({ CallStatus: 'ringing' });
    expect(record.status).toBe('completed');
  });
});

describe('Enqueue', () => {
  test.each(['bridged', 'queue-full', 'system-error', 'leave'])('%s', async result => {
    const { params } = await actionOf('<Enqueue action="/action">support</Enqueue>', [`queue: ${result}`]);
    expect(params).toMatchObject({ QueueResult: result, CallStatus: 'in-progress' });
    expect('QueueSid' in params!).toBe(result === 'bridged' || result === 'leave');
  });

  test('nobody takes the call: the caller gives up', async () => {
    const { params, record } = await actionOf('<Enqueue workflowSid="WW1" action="/action"/>');
    expect(params).toMatchObject({ QueueResult: 'hangup', CallStatus: 'completed' });
    expect(record.reason).toBe('caller-hung-up');
  });

  test('without an action the next verb follows', async () => {
    const { record } = await actionOf('<Enqueue>support</Enqueue><Say>Bye</Say>', ['queue: leave']);
    expect(heard(record)).toEqual(['Bye']);
  });
});

describe('Connect', () => {
  const relay = '<Connect action="/action"><ConversationRelay url="wss://example.com/"/></Connect>';

  test('tells what the session led to', async () => {
    const handoff = JSON.stringify({ reason: 'billing & more' });
    const { params } = await actionOf(relay, [`connect: HandoffData=${encodeURIComponent(handoff)}`]);
    expect(params).toMatchObject({ SessionStatus: 'ended', HandoffData: handoff });
    expect(params!['SessionId']).toMatch(/^VX/);
  });

  test('a caller who hangs up ends the session', async () => {
    const { params } = await actionOf(relay, ['hangup']);
    expect(params).toMatchObject({ SessionStatus: 'completed', CallStatus: 'completed' });
  });

  test('a virtual agent', async () => {
    const { params } = await actionOf(
      '<Connect action="/action"><VirtualAgent connectorName="bot"/></Connect>',
      ['connect: VirtualAgentStatus=live-agent-handoff'],
    );
    expect(params).toMatchObject({ VirtualAgentStatus: 'live-agent-handoff' });
  });

  test('a stream without an action: the next verb follows when it is over', async () => {
    const { record } = await actionOf('<Connect><Stream url="wss://example.com/"/></Connect><Say>Bye</Say>');
    expect(heard(record)).toEqual(['Bye']);
  });
});

describe('Start and Stop', () => {
  test('work in the background', async () => {
    const { record, application } = await actionOf(
      `<Start><Stream name="s" url="wss://example.com/" statusCallback="/stream">
         <Parameter name="caller" value="alice"/></Stream></Start><Say>Hello</Say>
       <Stop><Stream name="s"/></Stop>`,
    );
    const background = record.happenings.filter(({ kind }) => kind === 'start' || kind === 'stop');
    expect(background).toMatchObject([
      { kind: 'start', what: 'Stream', attributes: { name: 's' }, parameters: { caller: 'alice' } },
      { kind: 'stop', what: 'Stream' },
    ]);
    expect(heard(record)).toEqual(['Hello']);
    expect(application.at('/stream')[0]!.params).toMatchObject({
      StreamEvent: 'stream-started',
      StreamName: 's',
    });
  });
});

describe('Pay', () => {
  test('tells a masked card and a token', async () => {
    const { params } = await actionOf('<Pay action="/action"/>', ['pay: success']);
    expect(params).toMatchObject({
      Result: 'success',
      PaymentCardNumber: 'xxxxxxxxxxxx1111',
      SecurityCode: '***',
    });
    expect(params).toHaveProperty('PaymentToken');
  });

  test('a charge has a confirmation', async () => {
    const { params } = await actionOf('<Pay action="/action" chargeAmount="9.99"/>', ['pay: success']);
    expect(params).toHaveProperty('PaymentConfirmationCode');
  });

  test('no card number is told or recorded, not even one from the script', async () => {
    const { params, record } = await actionOf('<Pay action="/action"/>', [
      'pay: success PaymentCardNumber=4111111111111234&SecurityCode=987',
    ]);
    expect(params).toMatchObject({ PaymentCardNumber: 'xxxxxxxxxxxx1234', SecurityCode: '***' });
    expect(JSON.stringify(record)).not.toMatch(/411111|SecurityCode(?:=|":")987/);
  });

  test('fails after too many attempts when nobody answers', async () => {
    const { params } = await actionOf('<Pay action="/action"/>');
    expect(params).toMatchObject({ Result: 'too-many-failed-attempts' });
  });

  test('a caller who hangs up', async () => {
    const { params, record } = await actionOf('<Pay action="/action"/>', ['hangup']);
    expect(params).toMatchObject({ Result: 'caller-hung-up', CallStatus: 'completed' });
    expect(record.reason).toBe('caller-hung-up');
  });
});

describe('Refer', () => {
  const verbs = '<Refer action="/action"><Sip>sip:bob@example.com</Sip></Refer>';
  test.each([
    [
      'refer: in-progress',
      { ReferCallStatus: 'in-progress', ReferSipResponseCode: '202', NotifySipResponseCode: '200' },
    ],
    ['refer: busy', { ReferCallStatus: 'busy', NotifySipResponseCode: '486' }],
    ['silence', { ReferCallStatus: 'failed', ReferSipResponseCode: '405' }],
  ])('%s', async (answer, told) => {
    const { params } = await actionOf(verbs, [answer], { from: 'sip:alice@example.com' });
    expect(params).toMatchObject(told);
    expect(params).not.toHaveProperty('FromCity');
  });
});

describe('Redirect, Hangup, Reject, Leave', () => {
  test('an empty Redirect asks for the same document again', async () => {
    let asked = 0;
    const application = await Application.start({
      '/': () => (asked++ === 0 ? '<Say>Once</Say><Redirect/>' : '<Say>Twice</Say>'),
    });
    expect(heard(await call(application))).toEqual(['Once', 'Twice']);
  });

  test('Redirect by GET', async () => {
    const { params, application } = await actionOf('<Redirect method="GET">action?a=b+c</Redirect>');
    expect(application.at('/action')[0]).toMatchObject({ method: 'GET', signed: true });
    expect(params).toMatchObject({ a: 'b c', CallStatus: 'ringing' });
  });

  test('Hangup ends the call', async () => {
    const { record } = await actionOf('<Hangup/><Say>Never</Say>');
    expect(record).toMatchObject({ reason: 'hangup', status: 'completed' });
    expect(heard(record)).toEqual([]);
  });

  test.each([
    ['<Reject/>', 'no-answer'],
    ['<Reject reason="busy"/>', 'busy'],
    ['<Pause/><Reject/>', 'no-answer'],
  ])('%s', async (verbs, status) => {
    const { record } = await actionOf(verbs);
    expect(record).toMatchObject({ reason: 'rejected', status, duration: 0 });
  });

  test('Leave does nothing outside a queue', async () => {
    const { record } = await actionOf('<Leave/><Say>Still here</Say>');
    expect(heard(record)).toEqual(['Still here']);
  });
});

test('a document may come with remarks and white space', async () => {
  const application = await Application.start({
    '/': (_seen, response) => {
      response.setHeader('content-type', 'application/xml');
      return twiml('\n  <!-- hello -->\n  <Say>\n    Hello\n    there\n  </Say>\n');
    },
  });
  expect(heard(await call(application))).toEqual(['Hello there']);
});
