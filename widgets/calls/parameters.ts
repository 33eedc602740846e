import { element, type Element } from '../../twiml/element';

/** A list of keys and values as TwiML has it: `<Parameter name="" value=""/>`, or `<Config>` likewise. */
export function named(tag: string, list: readonly { key: string; value: string }[] = []): Element[] {
  return list.filter(({ key }) => key !== '').map(({ key, value }) => element(tag, { name: key, value }));
}
