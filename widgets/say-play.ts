import { Type } from '@sinclair/typebox';
import { element } from '../twiml/element';
import { prompt } from './calls/prompt';
import { given } from './rendered';
import { audio } from './schema';
import { defineWidget } from './widget';

/**
 * Says a text, plays a file or sends tones. Its verb goes in front of what the following widgets say.
 * https://www.twilio.com/docs/studio/widget-library/sayplay
 */
export const sayPlay = defineWidget({
  type: 'say-play',
  properties: Type.Object({
    ...audio(),
    digits: Type.Optional(
      Type.String({ description: 'Tones to be sent: 0-9, A-D, #, *, and w or W for a pause of 0.5 or 1 s.' }),
    ),
  }),
  events: ['audioComplete'],
  channels: ['call'],
  speaks: true,
  run({ digits, ...properties }) {
    const verbs = prompt(properties);
    const tones = given(digits);
    if (verbs.length === 0 && tones) {
      verbs.push(element('Play', { digits: tones, loop: properties.loop }));
    }
    if (verbs.length > 0) return { event: 'audioComplete', verbs };
    const warnings = [{ code: 13520, message: 'Nothing to say: say, play and digits are all empty' }];
    return { event: 'audioComplete', warnings };
  },
});
