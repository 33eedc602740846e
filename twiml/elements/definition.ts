/** What Twilio does with a URL: fetch TwiML that goes on with the call, fetch audio, report to it, stream to it. */
export type UrlKind = 'control' | 'media' | 'callback' | 'websocket';

/** What an attribute may hold. A list is separated by spaces. */
export type AttributeType =
  | 'text'
  | 'number'
  | 'boolean'
  | 'method'
  | { url: UrlKind }
  | { oneOf: readonly string[] }
  | { listOf: readonly string[] | 'number' };

/** An element of TwiML: where it may stand and what it may hold. */
export interface Definition {
  parents: readonly string[];
  attributes: Readonly<Record<string, AttributeType>>;
  /**
   * Absent: no text at all. `required`: text, or elements in its place, or one of the attributes `insteadOfText`.
   */
  text?: 'optional' | 'required';
  insteadOfText?: string;
  /** The text is a URL. */
  textUrl?: UrlKind;
}

export type Definitions = Readonly<Record<string, Definition>>;

export const control = { url: 'control' } as const;
export const media = { url: 'media' } as const;
export const callback = { url: 'callback' } as const;
export const websocket = { url: 'websocket' } as const;

export function oneOf(...values: string[]): AttributeType {
  return { oneOf: values };
}

export function listOf(...values: string[]): AttributeType {
  return { listOf: values };
}

/** Several attributes of one type. */
export function each(type: AttributeType, ...names: string[]): Record<string, AttributeType> {
  return Object.fromEntries(names.map(name => [name, type]));
}

export const trim = oneOf('trim-silence', 'do-not-trim');

export const recordingStatus = {
  recordingStatusCallback: callback,
  recordingStatusCallbackEvent: listOf('in-progress', 'completed', 'absent'),
  recordingStatusCallbackMethod: 'method',
} as const satisfies Record<string, AttributeType>;

/** Attributes of everything that reports its state. */
export const status = {
  statusCallback: callback,
  statusCallbackMethod: 'method',
} as const satisfies Record<string, AttributeType>;
