import { documentOf } from '../../activities/wait-document';
import { element } from '../../twiml/element';
import type { Session } from '../../widgets/widget';

const session: Session = {
  accountSid: `AC${'a'.repeat(32)}`,
  flowSid: `FW${'b'.repeat(32)}`,
  executionSid: `FN${'c'.repeat(32)}`,
  workflowId: 'FW/CA',
  webhookUrl: 'https://engine.test/flow',
  step: 7,
};
const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

describe('the document of a widget that waits', () => {
  it('says what the widget says', () => {
    expect(documentOf([element('Say', {}, 'Hello')], { ...session, live: true })).toEqual({
      twiml: EMPTY.replace('<Response/>', '<Response><Say>Hello</Say></Response>'),
    });
  });

  it('is empty where nobody is on the line', () => {
    expect(documentOf([], session)).toEqual({ twiml: EMPTY });
  });

  it('holds the line where somebody is on it and nothing is said', () => {
    expect(documentOf([], { ...session, live: true })).toEqual({
      twiml: EMPTY.replace(
        '<Response/>',
        '<Response><Pause length="60"/>' +
          '<Redirect>https://engine.test/flow?FlowEvent=listen&amp;FlowStep=7</Redirect></Response>',
      ),
      silent: true,
    });
  });

  it('picks up before it holds the line, where nothing has been said before', () => {
    const { twiml } = documentOf([], { ...session, live: true, step: 1 });
    expect(twiml).toContain('<Response><Play digits="w"/><Pause length="60"/><Redirect>');
  });
});
