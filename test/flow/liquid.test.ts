import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Context } from '../../flow/context';
import { renderTemplate } from '../../flow/liquid';

const context: Context = {
  trigger: {
    message: {
      Body: 'Hello',
      From: 'whatsapp:+5511999',
      ChannelAttributes: { pre_engagement_data: { name: 'Ann' } },
    },
    call: { From: '+15551230001', 'SipHeader_X-Id': '7', CallStatus: 'ringing' },
  },
  flow: {
    sid: 'FN00000000000000000000000000000001',
    flow_sid: 'FW00000000000000000000000000000001',
    channel: { address: '+15551230002' },
    variables: { count: '2', ready: 'true' },
    data: { size: 'large', tags: ['a', 'b'], nothing: null },
  },
  contact: { channel: { address: '+15551230001' } },
  widgets: {
    'get-customer': { inbound: { Body: 'yes' } },
    'GoToCoordinator?': { inbound: { Body: 'no' } },
    http: {
      status_code: 200,
      headers: { 'x-twilio-function-concurrency': '1' },
      parsed: {
        items: [
          { name: 'first', price: 9.5 },
          { name: 'second', price: 12 },
        ],
        open: false,
        sites: { a: 1, b: 2 },
      },
    },
    say: {},
  },
};

const render = (template: string): string => {
  const { text, warning } = renderTemplate(template, context);
  expect(warning).toBeUndefined();
  return text;
};

describe('what Studio flows write', () => {
  it.each([
    ['no Liquid at all', 'Hello { you } 100%', 'Hello { you } 100%'],
    ['an empty text', '', ''],
    ['a variable', 'From {{trigger.call.From}}.', 'From +15551230001.'],
    ['blanks in the braces', '{{ trigger.call.From }}{{  trigger.call.CallStatus}}', '+15551230001ringing'],
    ['an address of another channel', '{{trigger.message.From}}', 'whatsapp:+5511999'],
    ['a name with hyphens', '{{widgets.get-customer.inbound.Body}}', 'yes'],
    ['a name with a question mark', '{{widgets.GoToCoordinator?.inbound.Body}}', 'no'],
    ['a key with a hyphen', '{{trigger.call.SipHeader_X-Id}}', '7'],
    ['a key in brackets', '{{widgets.http.headers["x-twilio-function-concurrency"]}}', '1'],
    ['a widget in brackets', "{{widgets['get-customer'].inbound.Body}}", 'yes'],
    ['an entry of a list', '{{widgets.http.parsed.items[1].name}}', 'second'],
    ['the last entry of a list', '{{widgets.http.parsed.items.last.name}}', 'second'],
    ['parsed channel attributes', '{{trigger.message.ChannelAttributes.pre_engagement_data.name}}', 'Ann'],
    ['a number', '{{widgets.http.status_code}} {{widgets.http.parsed.items[0].price}}', '200 9.5'],
    ['a boolean', '{{widgets.http.parsed.open}}', 'false'],
    ['something that is not there', '[{{widgets.nobody.inbound.Body}}{{flow.data.nothing}}]', '[]'],
    ['an entry that is not there', '[{{widgets.http.parsed.items[9].name}}]', '[]'],
    ['a size', '{{widgets.http.parsed.items.size}} {{widgets.http.parsed.sites.size}}', '2 2'],
    ['a key called size', '{{flow.data.size}}', 'large'],
    ['a replaced plus sign', "{{contact.channel.address | replace: '+','%2B'}}", '%2B15551230001'],
    ['url_encode', '{{contact.channel.address | url_encode}}', '%2B15551230001'],
    ['downcase and strip', '{{" YES " | downcase | strip}}', 'yes'],
    ['upcase', '{{trigger.message.Body | upcase}}', 'HELLO'],
    ['remove', '{{"Yes." | remove: "."}}', 'Yes'],
    ['lstrip', '[{{"  a " | lstrip}}]', '[a ]'],
    ['strip_newlines', '{{"a\nb" | strip_newlines}}', 'ab'],
    ['default', '{{flow.variables.name | default: "caller"}}', 'caller'],
    ['split and join', '{{"123" | split: "" | join: " "}}', '1 2 3'],
    ['date', '{{"2019-08-12" | date: "%d %B %Y"}}', '12 August 2019'],
    ['assign', '{% assign n = flow.variables.count | plus: 1 %}{{n}}', '3'],
    [
      'if, elsif, else',
      '{% if flow.data.x %}x{% elsif flow.variables.ready == "true" %}ready{% else %}no{% endif %}',
      'ready',
    ],
    ['contains', '{% if trigger.message.Body contains "ell" %}yes{% endif %}', 'yes'],
    [
      'case',
      '{% case trigger.call.CallStatus %}{% when "ringing" %}rings{% else %}talks{% endcase %}',
      'rings',
    ],
    ['for', '{% for item in widgets.http.parsed.items %}{{item.name}},{% endfor %}', 'first,second,'],
    ['unless', '{% unless widgets.http.parsed.open %}closed{% endunless %}', 'closed'],
    ['capture', '{% capture who %}{{contact.channel.address}}{% endcapture %}{{who | slice: -4, 4}}', '0001'],
    ['raw', '{% raw %}{{not.this}}{% endraw %}', '{{not.this}}'],
    ['comment', 'a{% comment %}{{b}}{% endcomment %}c', 'ac'],
  ])('%s', (_, template, text) => {
    expect(render(template)).toBe(text);
  });

  it('a counter, from nothing and on', () => {
    const counter = '{% if flow.variables.num %} {{flow.variables.num | plus: 1}} {% else %} 0 {% endif %}';
    expect(render(counter)).toBe(' 0 ');
    const counted = { ...context, flow: { ...context.flow, variables: { num: ' 0 ' } } };
    expect(renderTemplate(counter, counted)).toEqual({ text: ' 1 ' });
    expect(render('{{flow.variables.num | plus: 1}}')).toBe('1');
  });

  it('a loop of more than the 15 rounds that hosted Studio allows', () => {
    expect(render('{% for i in (1..100) %}x{% endfor %}')).toHaveLength(100);
  });

  it('16 KB in a variable, and as JSON', () => {
    const long = 'x'.repeat(16_384);
    const filled = { ...context, flow: { ...context.flow, variables: { long } } };
    expect(renderTemplate('{{flow.variables.long}}', filled).text).toBe(long);
    expect(renderTemplate('{{flow.variables | to_json}}', filled).text).toBe(JSON.stringify({ long }));
  });
});

describe('JSON', () => {
  it.each([
    ['{{trigger | to_json}}', context.trigger],
    ['{{trigger.message | to_json}}', context.trigger['message']],
    ['{{flow | to_json}}', context.flow],
    ['{{flow}}', context.flow],
    ['{{flow.data}}', context.flow['data']],
    ['{"k": {{widgets.http.parsed | to_json}}}', { k: context.widgets['http']?.['parsed'] }],
    [
      '{{widgets.http.parsed.items | to_json}}',
      [
        { name: 'first', price: 9.5 },
        { name: 'second', price: 12 },
      ],
    ],
    ['{"k": {{widgets.nobody.parsed | to_json}}}', { k: null }],
    [`{{'say "hi"' | to_json}}`, 'say "hi"'],
  ])('%s', (template, value) => {
    expect(JSON.parse(render(template))).toEqual(value);
  });

  it('lists print one entry after the other', () => {
    expect(render('{{flow.data.tags}}')).toBe('ab');
    expect(render('{{widgets.http.parsed.items}}')).toBe(
      '{"name":"first","price":9.5}{"name":"second","price":12}',
    );
  });
});

describe('numbers', () => {
  it.each([
    ['{{ 10 | divided_by: 3 }}', '3'],
    ['{{ "10" | divided_by: "3" }}', '3'],
    ['{{ -7 | divided_by: 2 }}', '-4'],
    ['{{ 7 | divided_by: 2.0 }}', '3.5'],
    ['{{ 7.5 | divided_by: 2 }}', '3.75'],
    ['{{ "7.0" | divided_by: 2 }}', '3.5'],
    ['{{ 7 | modulo: 2 | plus: "1" }}', '2'],
    ['{{ flow.variables.count | times: 3 | minus: 1 }}', '5'],
    ['{{ "no number" | plus: 1 }}', '1'],
  ])('%s is %s', (template, text) => {
    expect(render(template)).toBe(text);
  });
});

describe('dates', () => {
  it.each([
    ['2019-08-12 10:00', '%H:%M', '10:00'],
    ['2019-08-12T10:00:30', '%H:%M:%S %z', '10:00:30 +0000'],
    ['2019-08-12T10:00:00-05:00', '%H:%M', '15:00'],
    ['2019-08-12T10:00:00Z', '%A %-d', 'Monday 12'],
    ['1565604000', '%Y-%m-%d %H:%M', '2019-08-12 10:00'],
    ['no date', '%Y', 'no date'],
  ])('%s in UTC', (value, format, text) => {
    expect(render(`{{ "${value}" | date: "${format}" }}`)).toBe(text);
  });

  it('without a zone mean UTC wherever the machine stands', () => {
    // A process of its own, for the zone of this one is fixed when it starts.
    const script = `
      require.extensions['.ts'] = (module, file) => {
        const { code } = require('@swc/core').transformFileSync(file, {
          jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' },
        });
        module._compile(code, file);
      };
      const { renderTemplate } = require('./flow/liquid');
      process.stdout.write(renderTemplate('{{ "2019-08-12 10:00" | date: "%H:%M" }}', {}).text);
      process.stdout.write(new Date('2019-08-12 10:00').toISOString().slice(10, 16));`;
    const options = { cwd: join(__dirname, '../..'), env: { ...process.env, TZ: 'America/New_York' } };
    expect(execFileSync(process.execPath, ['-e', script], options).toString()).toBe('10:00T14:00');
  });

  it('now is now', () => {
    expect(Number(render('{{ "now" | date: "%s" }}'))).toBeCloseTo(Date.now() / 1000, -1);
  });

  it('are shown in another zone when asked for', () => {
    expect(render('{{ "2019-08-12 10:00" | date: "%H:%M", "America/New_York" }}')).toBe('06:00');
  });
});

describe('what goes wrong is warning 81018 and an empty text', () => {
  it.each([
    ['an unknown filter', '{{ 1 | shout }}', 'undefined filter: shout'],
    ['an unknown tag', '{% shout %}', 'tag "shout" not found'],
    ['a plus sign', '{{ flow.variables.count + 1 }}', 'expected "|" before filter'],
    ['an open output', 'Hello {{ flow.sid', 'not closed'],
    ['an open tag', '{% if flow.sid %}x', 'not closed'],
    ['an empty output', '{{ }}', 'invalid value expression'],
    ['an assignment without a value', '{% assign x %}', 'expected "="'],
    ['a division by nothing', '{{ 1 | divided_by: flow.data.nothing }}', 'divided by 0'],
    ['an unknown zone', '{{ "now" | date: "%H", "Nowhere" }}', 'time zone'],
    ['a broken percent sign', '{{ "%zz" | url_decode }}', 'URI malformed'],
  ])('%s', (_, template, reason) => {
    const { text, warning } = renderTemplate(`before ${template}`, context);
    expect(text).toBe('');
    expect(warning?.code).toBe(81018);
    expect(warning?.message).toMatch(/^Template evaluation error in Studio widget: /);
    expect(warning?.message).toContain(reason);
  });

  it('says where in the template', () => {
    expect(renderTemplate('one\n{{ 1 | shout }}', context).warning?.message).toMatch(/line:2, col:1$/);
  });
});

describe('what a template cannot reach', () => {
  it.each([
    '{% include "package.json" %}',
    '{% render "package.json" %}',
    '{% layout "package.json" %}',
    '{% block x %}{% endblock %}',
  ])('other files: %s', template => {
    expect(renderTemplate(template, context)).toEqual({
      text: '',
      warning: { code: 81018, message: expect.stringContaining('not found') as string },
    });
  });

  it.each([
    'sha256',
    'hmac_sha256: "key"',
    'where_exp: "x", "y"',
    'inspect',
    'constructor',
    'valueOf',
    '__proto__',
  ])('filters that are not Liquid: %s', filter => {
    expect(renderTemplate(`{{ flow.sid | ${filter} }}`, context).warning?.message).toContain(
      'undefined filter',
    );
  });

  it.each([
    '{{flow.constructor}}',
    '{{flow.__proto__}}',
    '{{flow["constructor"]["constructor"]}}',
    '{{flow.sid.constructor.name}}',
    '{{constructor}}{{toString}}{{__proto__}}',
    '{{widgets.http.parsed.items.map}}',
  ])('what JavaScript adds to values: %s', template => {
    expect(render(template)).toBe('');
  });

  it.each([
    '{% increment trigger %}',
    '{% decrement flow %}',
    '{% assign flow = 1 %}',
    '{% capture widgets %}x{% endcapture %}',
  ])('the context itself: %s', template => {
    const before = JSON.stringify(context);
    renderTemplate(template, context);
    expect(JSON.stringify(context)).toBe(before);
  });

  it('what another rendering assigned', () => {
    render('{% assign secret = flow.sid %}');
    expect(render('[{{secret}}]')).toBe('[]');
  });
});

it('the same template renders anew with every context', () => {
  const template = 'Hi {{flow.variables.name}}';
  for (const name of ['Ann', 'Bob']) {
    const named = { ...context, flow: { ...context.flow, variables: { name } } };
    expect(renderTemplate(template, named).text).toBe(`Hi ${name}`);
  }
});

it('more templates than the cache holds render as well', () => {
  for (let index = 0; index < 2500; index++)
    expect(render(`${index} {{flow.sid}}`)).toBe(`${index} ${context.flow.sid}`);
  expect(render('0 {{flow.sid}}')).toBe(`0 ${context.flow.sid}`);
});
