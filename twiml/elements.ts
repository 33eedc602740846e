import { connect } from './elements/connect';
import type { AttributeType, Definition } from './elements/definition';
import { dial } from './elements/dial';
import { messaging } from './elements/messaging';
import { speech, ssml } from './elements/speech';
import { verbs } from './elements/verbs';

/** The elements of TwiML by name. Maps, because names come from documents and `toString` is not an element. */
export const elements: Record<'voice' | 'messaging', ReadonlyMap<string, Definition>> = {
  voice: new Map(Object.entries({ ...verbs, ...speech, ...ssml, ...dial, ...connect })),
  messaging: new Map(Object.entries(messaging)),
};

/** undefined: Twilio does not know the attribute. */
export function attributeType(definition: Definition, name: string): AttributeType | undefined {
  return Object.hasOwn(definition.attributes, name) ? definition.attributes[name] : undefined;
}
