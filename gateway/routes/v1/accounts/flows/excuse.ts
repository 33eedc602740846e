import { sealAlike } from '../../../../../config/seal';
import type { GatewayOptions } from '../../../../app';
import type { EngineError } from '../../../../engine-error';
import { apology, EMPTY } from './answers';
import { isOver } from './classify';
import type { Result, Turn } from './turn';
import { MAX_WAITS, waitTwiml } from './wait';

/** What is said while the engine has no answer: wait a moment, or we are sorry. Never nothing. */
export function excuse({ settings }: GatewayOptions, turn: Turn, fault: EngineError): Result {
  const { account, webhookUrl, request, updateId, kind } = turn;
  // Who is told wants no TwiML, and must not be taken to have been told: Twilio tries again where it is asked to.
  if (kind === 'over' || kind === 'undelivered') {
    return { twiml: EMPTY, outcome: 'apology', fault, status: 503 };
  }
  // Nobody listens.
  if (isOver(request)) return { twiml: EMPTY, outcome: 'apology', fault };
  if (fault.fault === 'slow' && (request.wait?.count ?? 0) < MAX_WAITS) {
    const starts = kind === 'start' && request.params['CallSid'] !== undefined;
    // A repeated request gets the same bytes.
    const seal = (secret: string, purpose: string): string => sealAlike(account.tokens[0], secret, purpose);
    const twiml = waitTwiml(webhookUrl, request, updateId, { starts, seal });
    return { twiml, outcome: 'waiting' };
  }
  // What was written is not lost: Twilio has a fallback URL for that, and tries again where it is told to.
  if (request.params['CallSid'] === undefined)
    return { twiml: EMPTY, outcome: 'apology', fault, status: 503 };
  return { twiml: apology(settings.apology), outcome: 'apology', fault };
}
