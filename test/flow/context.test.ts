import { startContext } from '../../flow/context';
import type { Context } from '../../flow/context';
import type { Params } from '../../flow/json';

const executionSid = 'FN00000000000000000000000000000001';
const flowSid = 'FW00000000000000000000000000000001';

const start = (trigger: string, params: Params): Context =>
  startContext({ executionSid, flowSid, trigger, params });

describe('an incoming call', () => {
  const params = {
    AccountSid: 'AC00000000000000000000000000000001',
    CallSid: 'CA00000000000000000000000000000001',
    From: '+15551230001',
    To: '+15551230002',
    CallStatus: 'ringing',
    'SipHeader_X-Id': '7',
  };

  it('is the whole context to begin with', () => {
    expect(start('incomingCall', params)).toStrictEqual({
      trigger: { call: params },
      flow: { sid: executionSid, flow_sid: flowSid, channel: { address: '+15551230002' }, variables: {} },
      contact: { channel: { address: '+15551230001' } },
      widgets: {},
    });
  });

  it('lifts its add-ons into the flow', () => {
    const addOns = { status: 'successful', results: { lookup: { valid: true } } };
    const { trigger, flow } = start('incomingCall', { ...params, AddOns: JSON.stringify(addOns) });
    expect(trigger['call']?.['AddOns']).toEqual(addOns);
    expect(flow['add_ons']).toEqual(addOns);
  });

  it.each(['not JSON', '[1]', '"text"', ''])('leaves add-ons of %j as they are', AddOns => {
    const { trigger, flow } = start('incomingCall', { ...params, AddOns });
    expect(trigger['call']?.['AddOns']).toBe(AddOns);
    expect(flow).not.toHaveProperty('add_ons');
  });

  it('takes nothing from the request but a copy', () => {
    const request = { ...params };
    const { trigger } = start('incomingCall', request);
    request.CallStatus = 'completed';
    expect(trigger['call']?.['CallStatus']).toBe('ringing');
  });

  it('does without From and To', () => {
    const { flow, contact } = start('incomingCall', {});
    expect([flow.channel.address, contact.channel.address]).toEqual(['', '']);
  });
});

describe('an incoming message', () => {
  const params = { From: 'whatsapp:+15551230001', To: 'whatsapp:+15551230002', Body: 'Hi', NumMedia: '0' };

  it('comes from the contact to us', () => {
    const { trigger, flow, contact } = start('incomingMessage', params);
    expect(trigger).toEqual({ message: params });
    expect(flow.channel.address).toBe('whatsapp:+15551230002');
    expect(contact.channel.address).toBe('whatsapp:+15551230001');
  });

  it('has the messaging service as our address', () => {
    const MessagingServiceSid = 'MG00000000000000000000000000000001';
    expect(start('incomingMessage', { ...params, MessagingServiceSid }).flow.channel.address).toBe(
      MessagingServiceSid,
    );
  });

  it('has the contact of an RCS message without its prefix', () => {
    const { trigger, contact } = start('incomingMessage', { ...params, From: 'rcs:+15551230001' });
    expect(contact.channel.address).toBe('+15551230001');
    expect(trigger['message']?.['From']).toBe('rcs:+15551230001');
  });

  it('has the attributes of a chat channel parsed', () => {
    const { trigger } = start('incomingMessage', { ...params, ChannelAttributes: '{"status":"ACTIVE"}' });
    expect(trigger['message']?.['ChannelAttributes']).toEqual({ status: 'ACTIVE' });
  });
});

describe('a message in a conversation', () => {
  const params = {
    ConversationSid: 'CH00000000000000000000000000000001',
    Author: '+15551230001',
    Body: 'Hi',
    ChannelAttributes: '{"pre_engagement_data":{"name":"Ann"}}',
  };

  it('is between the conversation and its author', () => {
    const { trigger, flow, contact } = start('incomingConversationMessage', params);
    expect(trigger).toEqual({
      conversation: { ...params, ChannelAttributes: { pre_engagement_data: { name: 'Ann' } } },
    });
    expect(flow.channel).toEqual({
      address: params.ConversationSid,
      sid: params.ConversationSid,
      type: 'conversation',
    });
    expect(contact.channel.address).toBe('+15551230001');
  });
});

describe('a request of the REST API', () => {
  const params = {
    To: '+15551230001',
    From: '+15551230002',
    Parameters: '{"appointment":{"day":"Monday"},"count":2}',
    Param_FlexInstanceSid: 'GO1',
  };

  it('is from us to the contact', () => {
    const { flow, contact } = start('incomingRequest', params);
    expect(flow.channel.address).toBe('+15551230002');
    expect(contact.channel.address).toBe('+15551230001');
  });

  it('is spelled in lower case', () => {
    expect(start('incomingRequest', params).trigger).toEqual({
      request: {
        to: '+15551230001',
        from: '+15551230002',
        parameters: { appointment: { day: 'Monday' }, count: 2 },
        Param_FlexInstanceSid: 'GO1',
      },
    });
  });

  it('has its parameters in flow.data too', () => {
    expect(start('incomingRequest', params).flow['data']).toEqual({
      appointment: { day: 'Monday' },
      count: 2,
    });
  });

  it.each([undefined, '', 'x', '[]'])('has no parameters when they are %j', Parameters => {
    const { flow, trigger } = start('incomingRequest', {
      To: 'to',
      From: 'from',
      ...(Parameters && { Parameters }),
    });
    expect(flow['data']).toEqual({});
    expect(trigger['request']).toEqual({ to: 'to', from: 'from', parameters: {} });
  });
});

it.each(['incomingParent', 'constructor', ''])('nothing starts with the trigger %j', trigger => {
  expect(() => start(trigger, {})).toThrow(`no execution starts with the trigger ${trigger}`);
});
