/** A note on a step: what went otherwise than the flow's author would expect. Codes are Twilio's. */
export interface Warning {
  code: number;
  message: string;
}

/**
 * Studio's codes, with the titles of https://www.twilio.com/docs/api/errors. 81003 is not documented. What is an
 * error there is no end of the execution: the widget's failure transition is taken.
 */
export const studioCodes = {
  81000: { level: 'warning', message: 'The Execution has exceeded max steps allowed for a flow' },
  81001: { level: 'warning', message: 'Widget has exceeded max steps in a loop' },
  81002: { level: 'warning', message: 'Unexpected event while processing Widget' },
  81004: { level: 'error', message: 'Failed to add member to Chat Channel' },
  81005: { level: 'warning', message: 'Failed to transition because no match was found' },
  81006: { level: 'error', message: 'Failed to create Chat Channel' },
  81007: { level: 'error', message: 'Connecting to a Call timed out' },
  81008: { level: 'error', message: 'Failed to connect to outgoing Call' },
  81009: { level: 'error', message: 'Timed out enqueueing Call' },
  81010: { level: 'error', message: 'There was an internal error while processing a Function' },
  81011: { level: 'error', message: 'Failed to send Message' },
  81012: { level: 'error', message: 'Failed to update Sync service' },
  81013: { level: 'error', message: 'Failed to invoke Understand API' },
  81014: { level: 'error', message: 'There was an internal error while processing an HTTP request' },
  81015: { level: 'error', message: 'Task was not successfully created' },
  81016: { level: 'error', message: 'Outgoing HTTP request failed' },
  81017: { level: 'error', message: 'Error on Twilio Function response' },
  81018: { level: 'warning', message: 'Template evaluation error in Studio widget' },
  81019: { level: 'error', message: 'Twilio phone number using deprecated API version' },
  81020: { level: 'warning', message: 'Unsupported Trigger Type' },
  81021: {
    level: 'error',
    message: 'Flow revision must be an integer or enum(LatestPublished, LatestRevision)',
  },
  81022: { level: 'error', message: 'Flow definition validation failed' },
  81023: {
    level: 'error',
    message: 'Creating an Execution via REST API failed due to malformed contact parameters',
  },
  81024: { level: 'error', message: 'Subflow Error' },
  81025: { level: 'warning', message: 'Studio Flow exceeds maximum allowed widgets' },
  81026: {
    level: 'error',
    message: 'Studio Execution failed because Flow exceeds maximum allowed widgets',
  },
  81027: { level: 'warning', message: 'Error parsing type in Studio widget' },
} as const;

export type StudioCode = keyof typeof studioCodes;

/** A warning with Twilio's title, and after a colon what exactly happened. */
export function warning(code: StudioCode, detail?: string): Warning {
  const { message } = studioCodes[code];
  return { code, message: detail ? `${message}: ${detail}` : message };
}
